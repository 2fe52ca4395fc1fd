package org.isobath.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.isobath.data.DataFolder;
import org.isobath.data.Scaling;
import org.isobath.kernel.Kernels;
import org.isobath.sweep.Pack;
import org.isobath.training.Outcome;
import org.isobath.training.RowTrials;
import org.isobath.training.Trainer;
import org.isobath.training.TrainingData;
import org.isobath.training.Trial;

/**
 * Digests of all bits that training leaves, for every trial of the jobs in a folder: one line a
 * trial. A new network or optimizer is a new job file there, or a value in one, or one of {@link
 * RowTrials}.
 */
final class Bits {
  private static final int DIGITS = 24;

  /** An option of Java that leaves {@link RowTrials} out. */
  static final String ONLY_JOBS = "-Disobath.bits=jobs";

  private Bits() {}

  /** Whether a line is of a job, not of {@link RowTrials}, whose names have a precision. */
  static boolean isOfJob(String line) {
    return line.split(" ", -1).length == 3;
  }

  /**
   * Prints the digests.
   *
   * @param arguments the folder of the jobs
   */
  public static void main(String[] arguments) throws Exception {
    boolean onlyJobs = "jobs".equals(System.getProperty("isobath.bits"));
    List<String> lines = ofJobs(Path.of(arguments[0]), Integer.MAX_VALUE);
    if (!onlyJobs) {
      lines.addAll(ofRows(Integer.MAX_VALUE));
    }
    lines.forEach(System.out::println);
  }

  /**
   * The digests.
   *
   * @param most trials that train together; they are shuffled before, if that is fewer than a pack
   */
  static List<String> of(Path folder, int most) throws Exception {
    List<String> lines = ofJobs(folder, most);
    lines.addAll(ofRows(most));
    return lines;
  }

  private static List<String> ofJobs(Path folder, int most) throws Exception {
    List<Path> jobs;
    try (Stream<Path> files = Files.list(folder)) {
      jobs = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    List<String> lines = new ArrayList<>();
    for (Path file : jobs) {
      PreparedJob job = PreparedJob.of(file, List.of(), new DataFolder(folder));
      Map<Scaling, TrainingData> data = job.trainingData();
      Map<Long, String> digests = new TreeMap<>();
      for (long index = 0; index < job.sweep().packs(); index++) {
        digests.putAll(digests(job, data, job.sweep().pack(index), most));
      }
      digests.forEach(
          (index, digest) -> lines.add(job.experiment().name() + " " + index + " " + digest));
    }
    return lines;
  }

  private static List<String> ofRows(int most) throws Exception {
    List<String> lines = new ArrayList<>();
    for (RowTrials.Pack pack : RowTrials.packs()) {
      lines.addAll(digests(pack, most));
    }
    return lines;
  }

  private static List<String> digests(RowTrials.Pack pack, int most) throws Exception {
    Trainer trainer =
        new Trainer(Kernels::best, pack.prepared(), RowTrials.STOP, RowTrials.RECORDING);
    List<String> lines = new ArrayList<>();
    for (int first = 0; first < pack.trials().size(); first += Math.min(most, 1000)) {
      int end = (int) Math.min(first + (long) most, pack.trials().size());
      for (Outcome outcome : trainer.train(pack.trials().subList(first, end), steps -> {})) {
        lines.add(pack.name() + " " + lines.size() + " " + digest(outcome));
      }
    }
    return lines;
  }

  private static Map<Long, String> digests(
      PreparedJob job, Map<Scaling, TrainingData> data, Pack pack, int most) throws Exception {
    List<Long> indices = new ArrayList<>();
    for (long i = 0; i < pack.trials(); i++) {
      indices.add(pack.firstTrial() + i);
    }
    if (most < pack.trials()) {
      Collections.shuffle(indices, new Random(most));
    }
    Map<Long, String> digests = new TreeMap<>();
    for (int first = 0; first < indices.size(); first += Math.min(most, pack.trials())) {
      List<Long> together =
          indices.subList(first, (int) Math.min(first + (long) most, indices.size()));
      List<Trial> trials = together.stream().map(job.sweep()::trial).toList();
      List<Outcome> outcomes =
          new Trainer(
                  Kernels::best,
                  data.get(trials.get(0).scaling()),
                  job.experiment().stop(),
                  job.experiment().recording())
              .train(trials, steps -> {});
      for (int i = 0; i < trials.size(); i++) {
        digests.put(together.get(i), digest(outcomes.get(i)));
      }
    }
    return digests;
  }

  private static String digest(Outcome outcome) throws Exception {
    StringBuilder bits = new StringBuilder();
    bits.append(outcome.status()).append(' ').append(outcome.steps());
    bits.append(' ').append(outcome.divergedAt()).append(' ').append(outcome.bestStep());
    bits.append(Arrays.toString(outcome.stepsToTarget()));
    for (double loss :
        new double[] {
          outcome.initialLoss(), outcome.finalLoss(), outcome.bestLoss(), outcome.lastFiniteLoss()
        }) {
      add(bits, loss);
    }
    for (double loss : outcome.curve().losses()) {
      add(bits, loss);
    }
    for (String name : List.of("train_accuracy", "test_accuracy", "test_loss")) {
      if (outcome.measures().containsKey(name)) {
        add(bits, outcome.measures().get(name));
      }
    }
    for (double[] layer : outcome.finalWeights()) {
      for (double weight : layer) {
        add(bits, weight);
      }
    }
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256")
                .digest(bits.toString().getBytes(StandardCharsets.UTF_8)))
        .substring(0, DIGITS);
  }

  private static void add(StringBuilder bits, double value) {
    bits.append(' ').append(Long.toHexString(Double.doubleToLongBits(value)));
  }
}
