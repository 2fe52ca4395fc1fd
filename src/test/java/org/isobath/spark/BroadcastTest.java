package org.isobath.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.isobath.data.Dataset;
import org.isobath.data.Scaling;
import org.isobath.training.TrainingData;
import org.junit.jupiter.api.Test;

/** Large data are in an executor once, not once a task. */
final class BroadcastTest {
  @Test
  void tasksOfAnExecutorReadTheSameData() {
    Dataset data =
        new Dataset(
            "rows", List.of("a"), List.of("y"), 2, new double[] {1, 2}, new double[] {3, 4});
    Map<Scaling, TrainingData> byScaling = new EnumMap<>(Scaling.class);
    byScaling.put(Scaling.NONE, TrainingData.of(data, new TreeSet<>()));
    JavaSparkContext spark = new JavaSparkContext(SharedSpark.session().sparkContext());
    Broadcast<Map<Scaling, TrainingData>> broadcast = spark.broadcast(byScaling);
    List<Integer> instances =
        spark
            .parallelize(List.of(1, 2, 3, 4, 5, 6), 6)
            .map(task -> instance(broadcast.value()))
            .collect();
    assertThat(instances).hasSize(6).containsOnly(instances.get(0));
    broadcast.destroy();
  }

  private static int instance(Map<Scaling, TrainingData> data) {
    return System.identityHashCode(data.get(Scaling.NONE).split().data());
  }
}
