-- One row a setting and step: the losses over seeds at the chosen learning rate. A diverged seed is
-- infinite from where it diverged; one that ended for another reason keeps its last loss. At most
-- some 200 of the curve's steps, evenly spaced in their order, and always the last.
--
-- Reads the views selections, trials and curves.
WITH chosen AS (
  SELECT s.sweep, s.setting_id, t.trial_id, t.steps, t.final_loss, t.diverged_at
  FROM selections s
  JOIN trials t
    ON t.sweep = s.sweep AND t.setting_id = s.setting_id AND t.learning_rate = s.learning_rate
  WHERE t.status <> 'failed'
),
ends AS (
  SELECT
    sweep, setting_id,
    count(*) AS seeds,
    collect_list(struct(
      coalesce(diverged_at, steps + 1) AS start,
      coalesce(final_loss, double('infinity')) AS loss)) AS ends
  FROM chosen
  GROUP BY sweep, setting_id
),
recorded AS (
  SELECT t.sweep, t.setting_id, c.step, collect_list(coalesce(c.loss, double('infinity'))) AS losses
  FROM chosen t
  JOIN curves c ON c.sweep = t.sweep AND c.trial_id = t.trial_id
  WHERE coalesce(c.step < t.diverged_at, true)
  GROUP BY t.sweep, t.setting_id, c.step
),
filled AS (
  SELECT
    r.sweep, r.setting_id, r.step, e.seeds,
    sort_array(concat(
      losses, transform(filter(ends, trial -> trial.start <= step), trial -> trial.loss))) AS losses
  FROM recorded r
  JOIN ends e ON e.sweep = r.sweep AND e.setting_id = r.setting_id
),
placed AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY sweep, setting_id ORDER BY step) AS place,
    count(*) OVER (PARTITION BY sweep, setting_id) AS points
  FROM filled
  -- A step that only some seeds have is the end of one of them.
  WHERE size(losses) = seeds
)
SELECT
  sweep, setting_id, step,
  nullif((losses[(seeds - 1) div 2] + losses[seeds div 2]) / 2, double('infinity')) AS median,
  -- By linear interpolation, as in selections.
  CASE WHEN losses[int(ceil(0.25 * (seeds - 1)))] < double('infinity') THEN
    losses[int(floor(0.25 * (seeds - 1)))] + (0.25 * (seeds - 1) - floor(0.25 * (seeds - 1)))
      * (losses[int(ceil(0.25 * (seeds - 1)))] - losses[int(floor(0.25 * (seeds - 1)))])
  END AS lower_quartile,
  CASE WHEN losses[int(ceil(0.75 * (seeds - 1)))] < double('infinity') THEN
    losses[int(floor(0.75 * (seeds - 1)))] + (0.75 * (seeds - 1) - floor(0.75 * (seeds - 1)))
      * (losses[int(ceil(0.75 * (seeds - 1)))] - losses[int(floor(0.75 * (seeds - 1)))])
  END AS upper_quartile
FROM placed
WHERE (place - 1) % ((points + 199) div 200) = 0 OR place = points
ORDER BY sweep, setting_id, step
