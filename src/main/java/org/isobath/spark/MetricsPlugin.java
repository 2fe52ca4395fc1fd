package org.isobath.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run's progress in Spark's metrics, for Prometheus or any other of its sinks: {@code
 * spark.plugins=org.isobath.spark.MetricsPlugin}. The numbers are those of all executors; only the
 * driver shows them.
 */
public final class MetricsPlugin implements SparkPlugin {
  /** Spark makes it by this constructor. */
  public MetricsPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new Driver();
  }

  @Override
  public @Nullable ExecutorPlugin executorPlugin() {
    return null;
  }

  /** Listens as long as the application lives, to all of its runs. */
  private static final class Driver implements DriverPlugin {
    private final Progress progress = new Progress();

    @Override
    public Map<String, String> init(SparkContext spark, PluginContext context) {
      spark.addSparkListener(progress);
      return Map.of();
    }

    @Override
    public void registerMetrics(String application, PluginContext context) {
      MetricRegistry registry = context.metricRegistry();
      registry.register("trials_done", (Gauge<Long>) progress::trials);
      registry.register("trials_diverged", (Gauge<Long>) progress::diverged);
      registry.register("trial_steps", (Gauge<Long>) progress::steps);
      registry.register("trial_steps_per_second", (Gauge<Double>) progress::stepsPerSecond);
    }
  }
}
