-- One row a setting and measure: what its trials at the chosen learning rate measured, over seeds.
-- A measure is final_loss, test_loss, train_accuracy, test_accuracy or an entry of trials.measures.
--
-- In a median or quartile of a loss (a name that ends in loss), a diverged seed that has no value is
-- infinite, never dropped. Of other measures, and in every mean, only seeds with a value count:
-- `measured`. A loss of which a seed diverged has no mean. Shares are those of the values among the
-- measured seeds, where there are at most 20 values.
--
-- Reads the views selections and trials.
WITH chosen AS (
  SELECT
    s.sweep, s.setting_id, s.learning_rate, s.seeds, s.diverged,
    t.status = 'diverged' AS has_diverged,
    concat(
      array(
        struct('final_loss' AS key, t.final_loss AS value),
        struct('test_loss' AS key, t.test_loss AS value),
        struct('train_accuracy' AS key, t.train_accuracy AS value),
        struct('test_accuracy' AS key, t.test_accuracy AS value)),
      map_entries(t.measures)) AS measures
  FROM selections s
  JOIN trials t
    ON t.sweep = s.sweep AND t.setting_id = s.setting_id AND t.learning_rate = s.learning_rate
  WHERE t.status <> 'failed'
),
named AS (
  SELECT sweep, setting_id, learning_rate, seeds, diverged, has_diverged, entry.key AS measure, entry.value
  FROM chosen
  LATERAL VIEW explode(measures) AS entry
  WHERE entry.value IS NOT NULL
),
grouped AS (
  SELECT
    sweep, setting_id, learning_rate, measure, seeds, diverged,
    endswith(measure, 'loss') AS is_loss,
    count(*) AS measured,
    -- Diverged seeds without a value.
    diverged - count_if(has_diverged) AS lost,
    sort_array(collect_list(value)) AS values
  FROM named
  GROUP BY sweep, setting_id, learning_rate, measure, seeds, diverged
),
ranked AS (
  SELECT
    *,
    CASE WHEN is_loss THEN concat(values, array_repeat(double('infinity'), int(lost))) ELSE values END AS ranks,
    aggregate(values, 0D, (sum, value) -> sum + value) / measured AS average,
    aggregate(values, 0D, (sum, value) -> sum + value * value) / measured AS average_square
  FROM grouped
),
counted AS (
  SELECT *, size(ranks) AS n, is_loss AND lost > 0 AS is_infinite FROM ranked
)
SELECT
  sweep, setting_id, measure, learning_rate, seeds, diverged, measured,
  CASE WHEN NOT is_infinite THEN average END AS mean,
  -- The deviation divides by one less than the seeds.
  CASE WHEN NOT is_infinite AND measured > 1 THEN
    sqrt(aggregate(values, 0D, (sum, value) -> sum + (value - average) * (value - average))
      / (measured - 1) / measured)
  END AS standard_error,
  CASE WHEN NOT is_infinite THEN average_square END AS mean_square,
  CASE WHEN NOT is_infinite AND measured > 1 THEN
    sqrt(aggregate(values, 0D,
        (sum, value) -> sum + (value * value - average_square) * (value * value - average_square))
      / (measured - 1) / measured)
  END AS mean_square_error,
  nullif((ranks[int((n - 1) div 2)] + ranks[int(n div 2)]) / 2, double('infinity')) AS median,
  -- By linear interpolation, as in selections.
  CASE WHEN ranks[int(ceil(0.25 * (n - 1)))] < double('infinity') THEN
    ranks[int(floor(0.25 * (n - 1)))] + (0.25 * (n - 1) - floor(0.25 * (n - 1)))
      * (ranks[int(ceil(0.25 * (n - 1)))] - ranks[int(floor(0.25 * (n - 1)))])
  END AS lower_quartile,
  CASE WHEN ranks[int(ceil(0.75 * (n - 1)))] < double('infinity') THEN
    ranks[int(floor(0.75 * (n - 1)))] + (0.75 * (n - 1) - floor(0.75 * (n - 1)))
      * (ranks[int(ceil(0.75 * (n - 1)))] - ranks[int(floor(0.75 * (n - 1)))])
  END AS upper_quartile,
  CASE WHEN size(array_distinct(values)) <= 20 THEN
    map_from_entries(transform(
      array_distinct(values),
      value -> struct(
        decimal_text(value) AS key,
        size(filter(values, other -> other = value)) / measured AS value)))
  END AS shares
FROM counted
ORDER BY sweep, setting_id, measure, learning_rate
