-- Performance profiles (Dolan and Moré 2002): the share of problems that settings with a compared
-- value solve within so many times the steps of whoever was fastest.
--
-- A problem is a target to be reached from a seed, by settings that differ in nothing but what is
-- compared, each at its own chosen learning rate. What was reached before the first step counts as
-- one step. A problem that nobody solved counts against everybody.
--
-- Reads the views trials and settings.
WITH families AS (
  -- A setting without a common hidden width, as at depth 1, is in the family of every width.
  SELECT
    sweep, matched,
    explode(CASE WHEN count(matched_width) = 0 THEN array(CAST(NULL AS INT))
      ELSE sort_array(collect_set(matched_width)) END) AS family_width
  FROM settings
  WHERE compared IS NOT NULL
  GROUP BY sweep, matched
),
members AS (
  SELECT s.sweep, s.axis, s.compared, s.setting_id, s.learning_rate, f.matched, f.family_width
  FROM families f
  JOIN settings s
    ON s.sweep = f.sweep AND s.matched = f.matched
    AND coalesce(s.matched_width = f.family_width, true)
  WHERE s.compared IS NOT NULL
),
trained AS (
  SELECT m.*, t.seed, target, t.steps_to_target[target] AS steps
  FROM members m
  JOIN trials t
    ON t.sweep = m.sweep AND t.setting_id = m.setting_id AND t.learning_rate = m.learning_rate
  LATERAL VIEW explode(map_keys(t.steps_to_target)) AS target
  WHERE t.status <> 'failed'
),
problems AS (
  SELECT DISTINCT sweep, matched, family_width, seed, target
  FROM trained
),
solved AS (
  -- Every member meets every problem of its family, even if no rate of it was fit to be chosen.
  SELECT
    m.sweep, m.axis, m.compared, p.matched, p.family_width, p.seed, p.target,
    CASE WHEN t.steps IS NULL THEN double('infinity') ELSE greatest(double(t.steps), 1D) END AS steps
  FROM members m
  JOIN problems p
    ON p.sweep = m.sweep AND p.matched = m.matched AND p.family_width <=> m.family_width
  LEFT JOIN trained t
    ON t.sweep = m.sweep AND t.matched = m.matched AND t.family_width <=> m.family_width
    AND t.compared = m.compared AND t.setting_id = m.setting_id
    AND t.seed = p.seed AND t.target = p.target
),
against_the_fastest AS (
  SELECT
    *,
    min(steps) OVER (PARTITION BY sweep, matched, family_width, seed, target) AS fewest
  FROM solved
)
SELECT
  sweep, axis, compared, ratio,
  avg(int(steps < double('infinity') AND steps <= ratio * fewest)) AS share,
  count(*) AS problems
FROM against_the_fastest
LATERAL VIEW explode(array(1D, 1.1D, 1.25D, 1.5D, 2D, 3D, 5D, 10D, 20D, 50D, 100D, 1000D)) AS ratio
GROUP BY sweep, axis, compared, ratio
ORDER BY sweep, axis, compared, ratio
