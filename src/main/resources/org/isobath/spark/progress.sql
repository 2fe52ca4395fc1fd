-- One row a setting, measure and step: test loss and accuracies over seeds along training, at the
-- chosen learning rate. Of losses the median and quartiles, a diverged seed infinite from where it
-- diverged; of accuracies the mean and one standard error to both sides, over the seeds that have not
-- diverged. A seed that ended earlier keeps its last value. At most some 200 of the steps.
--
-- Reads the views selections, trials and curves.
WITH chosen AS (
  SELECT s.sweep, s.setting_id, t.trial_id, t.steps, t.diverged_at
  FROM selections s
  JOIN trials t
    ON t.sweep = s.sweep AND t.setting_id = s.setting_id AND t.learning_rate = s.learning_rate
  WHERE t.status <> 'failed'
),
named AS (
  SELECT t.sweep, t.setting_id, t.trial_id, t.steps, t.diverged_at, c.step, measure, value
  FROM chosen t
  JOIN (
    SELECT sweep, trial_id, step, test_loss, train_accuracy, test_accuracy
    FROM curves
    WHERE test_loss IS NOT NULL OR train_accuracy IS NOT NULL OR test_accuracy IS NOT NULL
  ) c ON c.sweep = t.sweep AND c.trial_id = t.trial_id
  LATERAL VIEW stack(3,
    'test_loss', c.test_loss, 'train_accuracy', c.train_accuracy, 'test_accuracy', c.test_accuracy)
    AS measure, value
  WHERE value IS NOT NULL AND coalesce(c.step < t.diverged_at, true)
),
ends AS (
  -- By trial: where its curve ends, and what holds from there.
  SELECT
    sweep, setting_id, measure, trial_id,
    CASE WHEN any_value(diverged_at) IS NULL THEN max(step) + 1 ELSE any_value(diverged_at) END AS start,
    CASE WHEN any_value(diverged_at) IS NULL THEN max_by(value, step)
      WHEN endswith(measure, 'loss') THEN double('infinity') END AS value
  FROM named
  GROUP BY sweep, setting_id, measure, trial_id
),
trials_by_measure AS (
  SELECT sweep, setting_id, measure, count(*) AS seeds, collect_list(struct(start, value)) AS ends
  FROM ends
  GROUP BY sweep, setting_id, measure
),
recorded AS (
  SELECT sweep, setting_id, measure, step, collect_list(value) AS values
  FROM named
  GROUP BY sweep, setting_id, measure, step
),
filled AS (
  SELECT
    r.sweep, r.setting_id, r.measure, r.step, e.seeds,
    size(r.values) + size(filter(ends, trial -> trial.start <= step)) AS known,
    sort_array(concat(
      values,
      filter(transform(filter(ends, trial -> trial.start <= step), trial -> trial.value), v -> v IS NOT NULL)))
      AS values
  FROM recorded r
  JOIN trials_by_measure e
    ON e.sweep = r.sweep AND e.setting_id = r.setting_id AND e.measure = r.measure
),
placed AS (
  SELECT
    *,
    int(size(values)) AS n,
    aggregate(values, 0D, (sum, value) -> sum + value) / size(values) AS average,
    row_number() OVER (PARTITION BY sweep, setting_id, measure ORDER BY step) AS place,
    count(*) OVER (PARTITION BY sweep, setting_id, measure) AS points
  FROM filled
  -- A step that only some seeds have is the end of one of them.
  WHERE known = seeds
),
summed AS (
  SELECT
    *,
    CASE WHEN n > 1 THEN
      sqrt(aggregate(values, 0D, (sum, value) -> sum + (value - average) * (value - average))
        / (n - 1) / n)
    END AS standard_error
  FROM placed
  WHERE (place - 1) % ((points + 199) div 200) = 0 OR place = points
)
SELECT
  sweep, setting_id, measure, step,
  CASE WHEN endswith(measure, 'loss')
    THEN nullif((values[int((n - 1) div 2)] + values[int(n div 2)]) / 2, double('infinity'))
    ELSE average
  END AS centre,
  CASE
    WHEN NOT endswith(measure, 'loss') THEN average - standard_error
    WHEN values[int(ceil(0.25 * (n - 1)))] < double('infinity') THEN
      values[int(floor(0.25 * (n - 1)))] + (0.25 * (n - 1) - floor(0.25 * (n - 1)))
        * (values[int(ceil(0.25 * (n - 1)))] - values[int(floor(0.25 * (n - 1)))])
  END AS low,
  CASE
    WHEN NOT endswith(measure, 'loss') THEN average + standard_error
    WHEN values[int(ceil(0.75 * (n - 1)))] < double('infinity') THEN
      values[int(floor(0.75 * (n - 1)))] + (0.75 * (n - 1) - floor(0.75 * (n - 1)))
        * (values[int(ceil(0.75 * (n - 1)))] - values[int(floor(0.75 * (n - 1)))])
  END AS high
FROM summed
ORDER BY sweep, setting_id, measure, step
