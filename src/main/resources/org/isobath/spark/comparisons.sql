-- One row a setting, baseline and target: how many times fewer steps than the baseline, each at its own
-- chosen learning rate, by the same seeds.
--
-- A setting is compared with the baseline that is equal to it in everything but the compared axis.
-- (Settings of unlike depths are compared at the same hidden width; a setting that has none, at
-- depth 1 or with a list of widths, is compared with all.) A seed that did not reach
-- the target counts as infinitely many steps, so it is never dropped: where half of the seeds or
-- more did not reach it, there is no median, no speed-up, and the reason says so.
--
-- Reads the views trials and selections, and compared: one row a sweep with the axis and the
-- baseline's value. The function ratio_interval(baseline_steps, steps) is the 95 % bootstrap
-- interval, over pairs of one seed, of the ratio of medians as [low, high]; `isobath sql` has it too.
WITH chosen AS (
  SELECT
    t.*,
    c.axis, c.baseline,
    CASE c.axis
      WHEN 'depth' THEN string(t.depth)
      WHEN 'width' THEN CASE WHEN t.depth > 1 THEN coalesce(string(t.width), string(t.widths)) END
      WHEN 'optimizer' THEN t.optimizer
      WHEN 'weight_decay' THEN decimal_text(t.weight_decay)
      WHEN 'initializer' THEN t.initializer
    END AS compared
  FROM trials t
  JOIN selections s
    ON s.sweep = t.sweep AND s.setting_id = t.setting_id AND s.learning_rate = t.learning_rate
  JOIN compared c ON c.sweep = t.sweep
  WHERE t.status <> 'failed'
),
paired AS (
  SELECT
    s.sweep, s.axis, s.baseline, s.compared, s.setting_id, b.setting_id AS baseline_setting_id,
    s.scaling, s.loss_exponent, s.depth, s.width, s.optimizer, s.initializer,
    target,
    s.learning_rate, b.learning_rate AS baseline_learning_rate, s.seed,
    coalesce(double(s.steps_to_target[target]), double('infinity')) AS steps,
    coalesce(double(b.steps_to_target[target]), double('infinity')) AS baseline_steps
  FROM chosen s
  JOIN chosen b
    ON b.sweep = s.sweep AND b.seed = s.seed AND b.compared = b.baseline
    AND s.compared <> s.baseline
    AND b.data = s.data AND b.scaling = s.scaling AND b.network = s.network
    AND b.loss = s.loss AND b.loss_exponent = s.loss_exponent
    AND b.precision = s.precision
    AND b.activation <=> s.activation AND b.batch_size = s.batch_size AND b.sampler = s.sampler
    AND b.steps_requested = s.steps_requested
    AND (s.axis = 'depth' OR b.depth = s.depth)
    AND (s.axis = 'width'
      OR (b.depth = s.depth AND b.widths = s.widths)
      OR (b.depth <> s.depth AND coalesce(b.width = s.width, true)))
    AND (s.axis = 'optimizer'
      OR (b.optimizer = s.optimizer AND b.optimizer_parameters = s.optimizer_parameters))
    AND (s.axis = 'weight_decay' OR b.weight_decay = s.weight_decay)
    AND (s.axis = 'initializer'
      OR (b.initializer = s.initializer AND b.initializer_parameters = s.initializer_parameters))
  LATERAL VIEW explode(map_keys(s.steps_to_target)) AS target
),
summed AS (
  SELECT
    sweep, axis, baseline, compared, setting_id, baseline_setting_id, scaling, loss_exponent,
    depth, width, optimizer, initializer, target, learning_rate, baseline_learning_rate,
    count(*) AS seeds,
    avg(int(steps < double('infinity'))) AS reached_share,
    avg(int(baseline_steps < double('infinity'))) AS baseline_reached_share,
    array_sort(collect_list(steps)) AS all_steps,
    array_sort(collect_list(baseline_steps)) AS all_baseline_steps,
    array_sort(collect_list(struct(seed, baseline_steps, steps))) AS pairs
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
)
SELECT
  sweep, axis, baseline, compared, setting_id, baseline_setting_id, scaling, loss_exponent, depth,
  width, optimizer, initializer, target, learning_rate, baseline_learning_rate, seeds,
  reached_share, baseline_reached_share,
  nullif(median, double('infinity')) AS median_steps,
  nullif(baseline_median, double('infinity')) AS baseline_median_steps,
  CASE WHEN reason IS NULL THEN baseline_median / median END AS speedup,
  CASE WHEN reason IS NULL AND isnotnull(interval[0]) AND interval[0] < double('infinity')
    THEN interval[0] END AS speedup_low,
  CASE WHEN reason IS NULL AND isnotnull(interval[1]) AND interval[1] < double('infinity')
    THEN interval[1] END AS speedup_high,
  reason
FROM (
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
)
ORDER BY sweep, scaling, loss_exponent, optimizer, compared, setting_id, target
