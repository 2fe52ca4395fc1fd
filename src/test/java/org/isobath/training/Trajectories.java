package org.isobath.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.isobath.data.Dataset;
import org.isobath.network.LinearNetwork;
import org.isobath.network.StoredWeights;

/**
 * What every update rule does in 20 steps of small linear networks, right to all digits: computed
 * by trajectories.py, which stands beside trajectories.json, with 60 digits and without any code of
 * ours.
 */
final class Trajectories {
  /** Steps of every case. */
  static final int STEPS = 20;

  private Trajectories() {}

  /**
   * One trial.
   *
   * @param optimizer the rule's word
   * @param constants by their names in job files; switches are 0 or 1
   * @param initialWeights {@code [layer][element]}
   * @param weightsAfter the same, by the number of steps: 1 and 20
   * @param losses after 0 … 20 steps
   */
  record Case(
      String optimizer,
      Map<String, Double> constants,
      double learningRate,
      double weightDecay,
      int lossExponent,
      LinearNetwork network,
      Dataset data,
      double[][] initialWeights,
      Map<Integer, double[][]> weightsAfter,
      double[] losses) {
    /** The initial weights as a job would read them from a file. */
    StoredWeights initializer() {
      LinearNetwork.Shape[] shapes = network.shapes(data.features(), data.targets());
      List<StoredWeights.Entry> entries = new ArrayList<>();
      for (int layer = 0; layer < shapes.length; layer++) {
        int in = shapes[layer].in();
        for (int i = 0; i < initialWeights[layer].length; i++) {
          entries.add(new StoredWeights.Entry(layer + 1, i / in, i % in, initialWeights[layer][i]));
        }
      }
      return new StoredWeights("trajectories.json", entries);
    }

    @Override
    public String toString() {
      return "%s %s, decay %s, p %d, widths %s, %d outputs"
          .formatted(
              optimizer, constants, weightDecay, lossExponent, network.widths(), data.targets());
    }
  }

  /** The numbers that stand for standard normal ones in the cases of langevin. */
  static double noise(long step, int layer, int element) {
    return ((37 * step + 11L * layer + 5L * element) % 17 - 8) / 8.0;
  }

  static List<Case> all() {
    try (InputStream file = Trajectories.class.getResourceAsStream("trajectories.json")) {
      JsonNode root = new ObjectMapper().readTree(file);
      List<Case> cases = new ArrayList<>();
      for (JsonNode node : root.get("cases")) {
        cases.add(read(root, node));
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case read(JsonNode root, JsonNode node) {
    Map<String, Double> constants = new LinkedHashMap<>();
    node.get("constants")
        .properties()
        .forEach(
            c ->
                constants.put(
                    c.getKey(),
                    c.getValue().isBoolean()
                        ? (c.getValue().asBoolean() ? 1.0 : 0.0)
                        : c.getValue().asDouble()));
    Map<Integer, double[][]> after = new LinkedHashMap<>();
    node.get("weightsAfter")
        .properties()
        .forEach(w -> after.put(Integer.valueOf(w.getKey()), matrix(w.getValue())));
    List<Integer> widths = new ArrayList<>();
    node.get("widths").forEach(w -> widths.add(w.asInt()));
    int targets = node.get("targets").asInt();
    Dataset data =
        new Dataset(
            "trajectories",
            names("x", root.get("features").asInt()),
            names("y", targets),
            root.get("rows").asInt(),
            row(root.get("x")),
            row(root.get("y").get(String.valueOf(targets))));
    return new Case(
        node.get("optimizer").asText(),
        constants,
        node.get("learningRate").asDouble(),
        node.get("weightDecay").asDouble(),
        node.get("lossExponent").asInt(),
        new LinearNetwork(widths),
        data,
        matrix(node.get("initialWeights")),
        after,
        row(node.get("losses")));
  }

  private static List<String> names(String letter, int count) {
    return IntStream.range(0, count).mapToObj(i -> letter + i).toList();
  }

  private static double[][] matrix(JsonNode rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(Trajectories::row)
        .toArray(double[][]::new);
  }

  private static double[] row(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
