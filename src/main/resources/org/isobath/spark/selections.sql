-- One row a setting: the learning rate at which it is judged, by the rule median-final-loss.
--
-- "Best" is defined here and nowhere else. At each learning rate a setting is worth the median over
-- seeds of its final loss, where a diverged trial counts as an infinite loss: so a rate at which
-- half of the seeds or more diverged is never chosen. The smallest median wins; medians within
-- 1e-12 of it tie, and the tie goes to the rate that reaches more targets, then in fewer steps,
-- then to the smaller rate. Trials that failed by an error of ours do not count as seeds.
--
-- Reads the view trials. The function median_interval(values) is the 95 % bootstrap interval of the
-- median as [low, high]; `isobath sql` has it too.
WITH judged AS (
  SELECT
    sweep, setting_id, learning_rate,
    min(struct(data, scaling, network, depth, width, widths, loss_exponent, precision, optimizer,
               optimizer_parameters, weight_decay, initializer, initializer_parameters,
               steps_requested)) AS setting,
    count(*) AS seeds,
    count_if(status = 'diverged') AS diverged,
    array_sort(collect_list(coalesce(final_loss, double('infinity')))) AS losses,
    avg(size(filter(map_values(steps_to_target), s -> s IS NOT NULL))) AS targets_reached,
    avg(aggregate(map_values(steps_to_target), 0L, (sum, s) -> sum + coalesce(s, 0L))) AS target_steps
  FROM trials
  WHERE status <> 'failed'
  GROUP BY sweep, setting_id, learning_rate
),
medians AS (
  SELECT
    *,
    (losses[(seeds - 1) div 2] + losses[seeds div 2]) / 2 AS median
  FROM judged
),
ranked AS (
  SELECT
    *,
    min(median) OVER setting AS best,
    min(learning_rate) OVER setting AS lowest_rate,
    max(learning_rate) OVER setting AS highest_rate,
    lead(diverged) OVER (PARTITION BY sweep, setting_id ORDER BY learning_rate) > 0
      AS next_rate_diverged
  FROM medians
  WINDOW setting AS (PARTITION BY sweep, setting_id)
),
ordered AS (
  SELECT
    *,
    row_number() OVER choice AS place,
    lead(learning_rate) OVER choice AS runner_up,
    lead(median) OVER choice AS runner_up_median
  FROM ranked
  WINDOW choice AS (
    PARTITION BY sweep, setting_id
    ORDER BY
      CASE WHEN median <= best * (1 + 1e-12) THEN best ELSE median END,
      targets_reached DESC, target_steps, learning_rate)
)
SELECT
  sweep, setting_id,
  setting.data, setting.scaling, setting.network, setting.depth, setting.width, setting.widths,
  setting.loss_exponent, setting.precision, setting.optimizer, setting.optimizer_parameters, setting.weight_decay,
  setting.initializer, setting.initializer_parameters,
  'median-final-loss' AS rule,
  -- A setting that diverged at every rate has a row, and no learning rate.
  CASE WHEN chosen THEN learning_rate END AS learning_rate,
  seeds, diverged,
  CASE WHEN chosen THEN median END AS median_final_loss,
  -- Quartiles by linear interpolation; NULL where a diverged seed is involved.
  CASE WHEN chosen AND losses[int(ceil(0.25 * (seeds - 1)))] < double('infinity') THEN
    losses[int(floor(0.25 * (seeds - 1)))]
      + (0.25 * (seeds - 1) - floor(0.25 * (seeds - 1)))
      * (losses[int(ceil(0.25 * (seeds - 1)))] - losses[int(floor(0.25 * (seeds - 1)))])
  END AS lower_quartile,
  CASE WHEN chosen AND losses[int(ceil(0.75 * (seeds - 1)))] < double('infinity') THEN
    losses[int(floor(0.75 * (seeds - 1)))]
      + (0.75 * (seeds - 1) - floor(0.75 * (seeds - 1)))
      * (losses[int(ceil(0.75 * (seeds - 1)))] - losses[int(floor(0.75 * (seeds - 1)))])
  END AS upper_quartile,
  CASE WHEN chosen THEN nullif(interval[0], double('infinity')) END AS interval_low,
  CASE WHEN chosen THEN nullif(interval[1], double('infinity')) END AS interval_high,
  CASE
    WHEN NOT chosen THEN NULL
    WHEN learning_rate = lowest_rate THEN 'low'
    WHEN learning_rate = highest_rate THEN 'high'
    ELSE 'none'
  END AS edge,
  CASE WHEN chosen THEN next_rate_diverged END AS next_rate_diverged,
  CASE WHEN chosen AND runner_up_median < double('infinity') THEN runner_up END AS runner_up,
  CASE WHEN chosen AND runner_up_median < double('infinity') AND median > 0
    THEN runner_up_median / median - 1 END AS margin,
  setting.steps_requested AS steps
FROM (
  SELECT *, median < double('infinity') AS chosen, median_interval(losses) AS interval
  FROM ordered
  WHERE place = 1
)
ORDER BY sweep, scaling, loss_exponent, optimizer, optimizer_parameters, depth, width, setting_id
