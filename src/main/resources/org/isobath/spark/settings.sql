-- One row a setting of selections and value, or group, that it is compared as: which settings are
-- compared with each other. Those with equal `matched`, and the same hidden width if both have one,
-- differ in nothing but what is compared.
--
-- Reads the views selections and compared: one row a sweep with what it compares (axis: a column, or
-- 'group'), the columns by which compared settings may differ, its groups and the baseline.
WITH described AS (
  SELECT
    s.*, c.axis, c.baseline, c.columns, c.groups,
    map(
      'data', s.data,
      'scaling', s.scaling,
      'network', s.network,
      'network_parameters', s.network_parameters,
      'depth', string(s.depth),
      'width', CASE WHEN s.depth > 1 THEN coalesce(string(s.width), string(s.widths)) END,
      'activation', s.activation,
      'loss', s.loss,
      'loss_exponent', string(s.loss_exponent),
      'precision', s.precision,
      'optimizer', s.optimizer,
      'optimizer_parameters', s.optimizer_parameters,
      'schedule', s.schedule,
      'schedule_parameters', s.schedule_parameters,
      'weight_decay', decimal_text(s.weight_decay),
      'batch_size', CASE WHEN s.sampler = 'full-batch' THEN 'full' ELSE string(s.batch_size) END,
      'sampler', s.sampler,
      'batch_reduction', s.batch_reduction,
      'features', string(s.features),
      'input_noise', decimal_text(s.input_noise),
      'label_noise', decimal_text(s.label_noise),
      'pretraining', s.pretraining,
      'pretraining_parameters', s.pretraining_parameters,
      'initializer', s.initializer,
      'initializer_parameters', s.initializer_parameters,
      'steps', string(s.steps)) AS texts
  FROM selections s
  JOIN compared c ON c.sweep = s.sweep
)
SELECT
  d.* EXCEPT (columns, groups, texts),
  compared,
  -- Unlike depths cannot have the same widths layer by layer; they are matched by the common one.
  to_json(map_filter(texts, (name, text) -> NOT array_contains(columns, name)
    AND NOT (name = 'width' AND array_contains(columns, 'depth')))) AS matched,
  CASE WHEN array_contains(columns, 'depth') AND NOT array_contains(columns, 'width') THEN width END
    AS matched_width
FROM described d
LATERAL VIEW OUTER explode(
  CASE
    WHEN axis = 'group' THEN transform(
      filter(groups, g -> forall(map_entries(g.values), e -> texts[e.key] = e.value)), g -> g.name)
    WHEN axis IS NOT NULL THEN filter(array(texts[axis]), text -> text IS NOT NULL)
  END) AS compared
