-- One row a setting: the learning rate at which it is judged, by the rule of its sweep.
--
-- "Best" is defined here and nowhere else. Every rule gives a trial a value, and a rate the median
-- or the mean of its trials' values; the smallest wins:
--
--   median-final-loss     median over seeds of the final loss (the default)
--   mean-log-final-loss   mean over seeds of the logarithm of the final loss
--   time-to-target        median over seeds of the steps to the target
--   area-under-log-curve  mean over seeds of the mean over steps of the logarithm of the loss
--   median-test-loss      median over seeds of the test loss at the end
--
-- Under every rule a diverged trial is worth infinity, and so is one that did not reach the target
-- or has no test loss: it never wins, and is never dropped. Scores within 1e-12 of the best tie; the
-- tie goes to the rate that reaches more targets, then in fewer steps, then to the smaller rate.
-- Trials that failed by an error of ours do not count as seeds.
--
-- The choice is made anew in other scenarios (the other rules, half the budget, one seed fewer),
-- and the last columns say what it would have been. Not so in sweeps of more than 50,000 trials,
-- where that would multiply the work (compared.detailed). Test losses choose only where the rule is
-- by them.
--
-- Reads the views trials, judged_curves (the curves of sweeps that need them) and compared (one row
-- a sweep: its rule and target). The functions
-- median_interval(values), ratio_interval(numerators, denominators) and difference_interval(minuends,
-- subtrahends) are 95 % bootstrap intervals as [low, high]; `isobath sql` has them too.
WITH points AS (
  SELECT
    sweep, trial_id,
    sort_array(collect_list(
      struct(step, loss, ln(greatest(loss, 4.9E-324D)) AS level, test_loss))) AS curve
  FROM judged_curves
  WHERE loss IS NOT NULL
  GROUP BY sweep, trial_id
),
judged AS (
  SELECT
    *,
    CASE WHEN detailed
      THEN array_union(
        array('median-final-loss', 'mean-log-final-loss', 'time-to-target', 'area-under-log-curve'),
        array(rule))
      ELSE array(rule)
    END AS rules
  FROM compared
),
measured AS (
  SELECT
    t.*, c.rule, c.rules, c.target, c.detailed, p.curve,
    greatest(t.steps_requested div 2, 1L) AS half,
    -- The mean over steps of the logarithm of the loss: trapezoids up to the budget and up to half of
    -- it; a trial that ended earlier keeps its last loss.
    CASE WHEN p.curve IS NOT NULL THEN transform(
      array(t.steps_requested, greatest(t.steps_requested div 2, 1L)),
      budget -> aggregate(
        filter(p.curve, point -> point.step <= budget),
        named_struct('area', 0D, 'step', 0L, 'level', get(p.curve, 0).level),
        (sum, point) -> named_struct(
          'area', sum.area + (point.step - sum.step) * (point.level + sum.level) / 2,
          'step', point.step,
          'level', point.level),
        sum -> (sum.area + (budget - sum.step) * sum.level) / budget))
    END AS areas
  FROM trials t
  JOIN judged c ON c.sweep = t.sweep
  LEFT JOIN points p ON p.sweep = t.sweep AND p.trial_id = t.trial_id
  WHERE t.status <> 'failed'
),
rated AS (
  SELECT
    sweep, setting_id, learning_rate,
    -- What all its trials share is read from one of them, at the end.
    min(trial_index) AS any_trial,
    sort_array(collect_list(struct(
      seed,
      status = 'diverged' AS diverged,
      coalesce(final_loss, double('infinity')) AS loss,
      size(filter(map_values(steps_to_target), s -> s IS NOT NULL)) AS targets_reached,
      aggregate(map_values(steps_to_target), 0L, (sum, s) -> sum + coalesce(s, 0L)) AS target_steps,
      -- In the order of the rules.
      transform(rules, by -> CASE
        WHEN by = 'median-final-loss' THEN coalesce(final_loss, double('infinity'))
        WHEN by = 'mean-log-final-loss' THEN
          CASE WHEN final_loss IS NULL THEN double('infinity')
            ELSE ln(greatest(final_loss, 4.9E-324D)) END
        WHEN status = 'diverged' THEN double('infinity')
        WHEN by = 'time-to-target' THEN
          coalesce(double(steps_to_target[target]), double('infinity'))
        WHEN by = 'median-test-loss' THEN coalesce(test_loss, double('infinity'))
        ELSE coalesce(areas[0], double('infinity'))
      END) AS values,
      -- What the rule would have seen at half the budget, from the last point of the curve before it.
      CASE
        WHEN NOT detailed OR diverged_at <= half THEN double('infinity')
        WHEN rule = 'time-to-target' THEN
          CASE WHEN steps_to_target[target] <= half THEN double(steps_to_target[target])
            ELSE double('infinity') END
        WHEN rule = 'area-under-log-curve' THEN coalesce(areas[1], double('infinity'))
        WHEN rule = 'mean-log-final-loss' THEN
          coalesce(try_element_at(filter(curve, point -> point.step <= half), -1).level, double('infinity'))
        WHEN rule = 'median-test-loss' THEN
          coalesce(try_element_at(filter(curve, point -> point.step <= half), -1).test_loss, double('infinity'))
        ELSE
          coalesce(try_element_at(filter(curve, point -> point.step <= half), -1).loss, double('infinity'))
      END AS at_half))) AS trials
  FROM measured
  GROUP BY sweep, setting_id, learning_rate
),
seeded AS (
  -- With more seeds than 30 none matters by itself; so many trials have more seeds or 100 rates.
  SELECT
    *,
    sum(size(trials)) OVER rates AS all_trials,
    array_distinct(flatten(collect_list(
      CASE WHEN detailed AND size(trials) <= 3000 THEN trials.seed END) OVER rates)) AS seeds
  FROM rated
  -- Again: an aggregate that carried the rules would copy them with every trial.
  JOIN judged USING (sweep)
  WINDOW rates AS (PARTITION BY sweep, setting_id)
),
scenarios AS (
  SELECT
    sweep, setting_id, rule, detailed, target, any_trial,
    learning_rate, trials, all_seeds, scenario, by_rule, by_seed
  FROM (SELECT *, CASE WHEN all_trials <= 3000 THEN seeds ELSE array() END AS all_seeds FROM seeded)
  LATERAL VIEW inline(concat(
    transform(rules, (by, i) -> struct(
      by AS scenario,
      by AS by_rule,
      transform(trials, t -> struct(t.seed, t.values[i] AS value, t.targets_reached, t.target_steps))
        AS by_seed)),
    transform(CASE WHEN detailed THEN array('half the budget') ELSE array() END, name -> struct(
      name AS scenario,
      rule AS by_rule,
      transform(trials, t -> struct(t.seed, t.at_half AS value, t.targets_reached, t.target_steps))
        AS by_seed)),
    transform(CASE WHEN size(all_seeds) <= 30 THEN all_seeds ELSE array() END, other -> struct(
      concat('without seed ', other) AS scenario,
      rule AS by_rule,
      transform(
        filter(trials, t -> t.seed <> other),
        t -> struct(
          t.seed,
          t.values[array_position(rules, rule) - 1] AS value,
          t.targets_reached, t.target_steps))
        AS by_seed)))) AS scenario, by_rule, by_seed
  WHERE size(by_seed) > 0
),
grouped AS (
  SELECT
    sweep, setting_id, rule, detailed, target, any_trial, all_seeds, scenario, by_rule,
    learning_rate, by_seed,
    bigint(size(by_seed)) AS seeds,
    bigint(size(filter(trials, t -> t.diverged))) AS diverged,
    sort_array(by_seed.value) AS values,
    sort_array(trials.loss) AS losses,
    aggregate(by_seed, 0D, (sum, t) -> sum + t.targets_reached) / size(by_seed) AS targets_reached,
    aggregate(by_seed, 0D, (sum, t) -> sum + t.target_steps) / size(by_seed) AS target_steps
  FROM scenarios
),
scored AS (
  SELECT
    *,
    by_rule IN ('mean-log-final-loss', 'area-under-log-curve') AS logarithmic,
    CASE WHEN by_rule IN ('mean-log-final-loss', 'area-under-log-curve')
      THEN aggregate(values, 0D, (sum, value) -> sum + value) / seeds
      ELSE (values[(seeds - 1) div 2] + values[seeds div 2]) / 2
    END AS score
  FROM grouped
),
ranked AS (
  SELECT
    *,
    min(score) OVER setting AS best,
    min(learning_rate) OVER setting AS lowest_rate,
    max(learning_rate) OVER setting AS highest_rate,
    lead(diverged) OVER (PARTITION BY sweep, setting_id, scenario ORDER BY learning_rate) > 0
      AS next_rate_diverged
  FROM scored
  WINDOW setting AS (PARTITION BY sweep, setting_id, scenario)
),
ordered AS (
  SELECT
    *,
    row_number() OVER choice AS place,
    lead(learning_rate) OVER choice AS runner_up,
    lead(score) OVER choice AS runner_up_score,
    lead(by_seed) OVER choice AS runner_up_by_seed
  FROM ranked
  WINDOW choice AS (
    PARTITION BY sweep, setting_id, scenario
    ORDER BY
      CASE WHEN score <= CASE WHEN logarithmic THEN best + 1e-12D ELSE best * (1 + 1e-12D) END
        THEN best ELSE score END,
      targets_reached DESC, target_steps, learning_rate)
),
choices AS (
  SELECT
    *,
    score < double('infinity') AS chosen,
    CASE WHEN score < double('infinity') THEN learning_rate END AS rate,
    score < double('infinity') AND runner_up_score < double('infinity') AS has_runner_up
  FROM ordered
  WHERE place = 1
),
compared_choices AS (
  SELECT
    *,
    collect_list(struct(scenario, by_rule, rate)) OVER (PARTITION BY sweep, setting_id) AS scenarios
  FROM choices
),
pairs AS (
  -- The values of the runner-up and of the chosen rate by the seeds that both have.
  SELECT
    *,
    CASE WHEN by_seed.seed = runner_up_by_seed.seed THEN runner_up_by_seed.value
      ELSE filter(runner_up_by_seed, p -> array_contains(by_seed.seed, p.seed)).value
    END AS runner_up_values,
    CASE WHEN by_seed.seed = runner_up_by_seed.seed THEN by_seed.value
      ELSE filter(by_seed, p -> array_contains(runner_up_by_seed.seed, p.seed)).value
    END AS paired_values
  FROM compared_choices
  WHERE scenario = rule
),
chosen AS (
  SELECT
    *,
    median_interval(losses) AS interval,
    (losses[(seeds - 1) div 2] + losses[seeds div 2]) / 2 AS median,
    CASE
      WHEN NOT has_runner_up THEN NULL
      WHEN logarithmic THEN
        transform(difference_interval(runner_up_values, paired_values), bound -> exp(bound) - 1)
      ELSE transform(ratio_interval(runner_up_values, paired_values), bound -> bound - 1)
    END AS margin_interval
  FROM pairs
),
answers AS (
  SELECT
    sweep, setting_id, any_trial,
    rule,
    target,
    -- A setting without a rate of a finite score has a row, and no learning rate.
    rate AS learning_rate,
    seeds, diverged,
    CASE WHEN chosen THEN score END AS score,
    CASE WHEN chosen THEN nullif(median, double('infinity')) END AS median_final_loss,
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
    CASE WHEN has_runner_up THEN runner_up END AS runner_up,
    CASE
      WHEN has_runner_up AND logarithmic THEN exp(runner_up_score - score) - 1
      WHEN has_runner_up AND score > 0 THEN runner_up_score / score - 1
    END AS margin,
    CASE WHEN (logarithmic OR score > 0) AND isnotnull(margin_interval[0])
        AND margin_interval[0] < double('infinity')
      THEN margin_interval[0] END AS margin_low,
    CASE WHEN (logarithmic OR score > 0) AND isnotnull(margin_interval[1])
        AND margin_interval[1] < double('infinity')
      THEN margin_interval[1] END AS margin_high,
    map_from_entries(transform(
      sort_array(filter(scenarios, s -> s.scenario = s.by_rule)), s -> struct(s.scenario, s.rate))) AS rates_by_rule,
    get(filter(scenarios, s -> s.scenario = 'half the budget'), 0).rate AS rate_at_half_budget,
    CASE WHEN detailed AND size(all_seeds) BETWEEN 2 AND 30 THEN bigint(size(
      filter(scenarios, s -> startswith(s.scenario, 'without seed ') AND NOT s.rate <=> rate)))
    END AS seeds_that_change_it
  FROM chosen
),
described AS (
  SELECT
    sweep, setting_id, trial_index AS any_trial, data, scaling, network, network_parameters, depth,
    width, widths, activation, loss, loss_exponent, precision, optimizer, optimizer_parameters,
    schedule, schedule_parameters, weight_decay, batch_size, sampler, batch_reduction, features,
    input_noise, label_noise, pretraining, pretraining_parameters, initializer,
    initializer_parameters, steps_requested
  FROM trials
)
-- Settings are few and trials many, which Spark cannot know beforehand.
SELECT /*+ BROADCAST(s) */
  sweep, setting_id, data, scaling, network, network_parameters, depth, width, widths, activation,
  loss, loss_exponent, precision, optimizer, optimizer_parameters, schedule, schedule_parameters,
  weight_decay, batch_size, sampler, batch_reduction, features, input_noise, label_noise,
  pretraining, pretraining_parameters, initializer, initializer_parameters,
  s.* EXCEPT (sweep, setting_id, any_trial),
  steps_requested AS steps
FROM answers s
JOIN described USING (sweep, setting_id, any_trial)
ORDER BY sweep, scaling, loss_exponent, optimizer, optimizer_parameters, depth, width, setting_id
