-- One row a setting, baseline and target: how many times fewer steps than the baseline, each at its own
-- chosen learning rate, by the same seeds.
--
-- A setting is compared with the baseline that is equal to it in everything but what is compared
-- (settings.sql). A seed that did not reach the target counts as infinitely many steps, so it is
-- never dropped: where half of the seeds or more did not reach it, there is no median, no speed-up,
-- and the reason says so.
--
-- Reads the views trials and settings. The function ratio_interval(baseline_steps, steps) is the 95 %
-- bootstrap interval, over pairs of one seed, of the ratio of medians as [low, high]; `isobath sql`
-- has it too.
WITH paired AS (
  SELECT
    s.sweep, s.axis, s.baseline, s.compared, s.setting_id, b.setting_id AS baseline_setting_id,
    s.scaling, s.loss_exponent, s.depth, s.width, s.optimizer, s.initializer,
    goal AS target,
    s.learning_rate, b.learning_rate AS baseline_learning_rate, t.seed,
    coalesce(double(t.steps_to_target[goal]), double('infinity')) AS steps,
    coalesce(double(u.steps_to_target[goal]), double('infinity')) AS baseline_steps
  FROM settings s
  JOIN settings b
    ON b.sweep = s.sweep AND b.matched = s.matched
    AND coalesce(b.matched_width = s.matched_width, true)
    AND b.compared = b.baseline AND s.compared <> s.baseline AND b.setting_id <> s.setting_id
  JOIN trials t
    ON t.sweep = s.sweep AND t.setting_id = s.setting_id AND t.learning_rate = s.learning_rate
  JOIN trials u
    ON u.sweep = b.sweep AND u.setting_id = b.setting_id AND u.learning_rate = b.learning_rate
    AND u.seed = t.seed
  LATERAL VIEW explode(map_keys(t.steps_to_target)) AS goal
  WHERE t.status <> 'failed' AND u.status <> 'failed'
),
summed AS (
  SELECT
    sweep, axis, baseline, compared, setting_id, baseline_setting_id, scaling, loss_exponent,
    depth, width, optimizer, initializer, target, learning_rate, baseline_learning_rate,
    count(*) AS seeds,
    avg(int(steps < double('infinity'))) AS reached_share,
    avg(int(baseline_steps < double('infinity'))) AS baseline_reached_share,
    sort_array(collect_list(steps)) AS all_steps,
    sort_array(collect_list(baseline_steps)) AS all_baseline_steps,
    sort_array(collect_list(struct(seed, baseline_steps, steps))) AS pairs
  FROM paired
  GROUP BY ALL
),
medians AS (
  SELECT
    *,
    (all_steps[(seeds - 1) div 2] + all_steps[seeds div 2]) / 2 AS median,
    (all_baseline_steps[(seeds - 1) div 2] + all_baseline_steps[seeds div 2]) / 2
      AS baseline_median,
    ratio_interval(pairs.baseline_steps, pairs.steps) AS interval
  FROM summed
),
reasoned AS (
  SELECT
    *,
    CASE
      WHEN median = double('infinity') AND baseline_median = double('infinity')
        THEN 'neither reached it'
      WHEN median = double('infinity') THEN 'not reached'
      WHEN baseline_median = double('infinity') THEN 'the baseline did not reach it'
      WHEN median = 0 OR baseline_median = 0 THEN 'reached before the first step'
    END AS reason
  FROM medians
),
rated AS (
  SELECT
    *,
    CASE WHEN reason IS NULL THEN baseline_median / median END AS speedup
  FROM reasoned
)
SELECT
  sweep, axis, baseline, compared, setting_id, baseline_setting_id, scaling, loss_exponent, depth,
  width, optimizer, initializer, target, learning_rate, baseline_learning_rate, seeds,
  reached_share, baseline_reached_share,
  nullif(median, double('infinity')) AS median_steps,
  nullif(baseline_median, double('infinity')) AS baseline_median_steps,
  speedup,
  CASE WHEN reason IS NULL AND isnotnull(interval[0]) AND interval[0] < double('infinity')
    THEN interval[0] END AS speedup_low,
  CASE WHEN reason IS NULL AND isnotnull(interval[1]) AND interval[1] < double('infinity')
    THEN interval[1] END AS speedup_high,
  reason,
  -- The target that tells most: of those with a speed-up, the one that takes the baseline longest;
  -- without any, the hardest that one of both reached.
  1 = row_number() OVER (
    PARTITION BY sweep, compared, setting_id, baseline_setting_id
    ORDER BY speedup IS NULL, nullif(baseline_median, double('infinity')) DESC NULLS LAST,
      nullif(median, double('infinity')) DESC NULLS LAST, target) AS headline,
  -- In the order of the targets' names, as a sum of doubles depends on its order.
  exp(aggregate(
      transform(sort_array(collect_list(struct(target, ln(speedup) AS level)) OVER pair), s -> s.level),
      0D, (sum, level) -> sum + coalesce(level, 0D))
    / nullif(count(speedup) OVER pair, 0)) AS geometric_mean_speedup,
  count(speedup) OVER pair AS targets_with_speedup
FROM rated
WINDOW pair AS (PARTITION BY sweep, compared, setting_id, baseline_setting_id)
ORDER BY sweep, scaling, loss_exponent, optimizer, compared, setting_id, baseline_setting_id, target
