-- One row a setting and learning rate: the final losses over its seeds, diverged ones infinite.
--
-- Reads the view trials.
WITH judged AS (
  SELECT
    sweep, setting_id, learning_rate,
    count(*) AS seeds,
    count_if(status = 'diverged') AS diverged,
    sort_array(collect_list(coalesce(final_loss, double('infinity')))) AS losses
  FROM trials
  WHERE status <> 'failed'
  GROUP BY sweep, setting_id, learning_rate
)
SELECT
  sweep, setting_id, learning_rate, seeds, diverged,
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
FROM judged
ORDER BY sweep, setting_id, learning_rate
