package org.isobath.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.isobath.data.DataException;
import org.isobath.data.Dataset;
import org.isobath.job.JobException;
import org.isobath.job.WeightsFile;
import org.isobath.network.Gaussian;
import org.isobath.network.Initializer;
import org.isobath.network.LinearNetwork;
import org.isobath.results.Description;
import org.isobath.theory.EndToEndField;
import org.isobath.theory.LineIntegral;
import org.isobath.theory.Preconditioner;
import org.isobath.training.PowerLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isobath theory}: what is proved about end-to-end descent, in numbers for given data. */
@Command(
    name = "theory",
    description = {
      "Computes, for given data, what is proved about end-to-end descent (docs/equations.md,",
      "eq. 32 to 34): its line integral along a closed curve, which would be 0 for a gradient,",
      "the asymmetry of its Jacobian, and the spectrum of its preconditioner."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Example: isobath theory sensor-array --scaling min-max --exponent 4 --depth 3 --outer 0.5"
    })
final class TheoryCommand implements Callable<Integer> {
  private static final double STANDARD_DEVIATION = 0.01;
  private static final int MOST_DEPTH = 1000;
  private static final List<String> PARTS =
      List.of("straight, −R to −r", "half circle, r", "straight, r to R", "half circle, R");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SOURCE", description = "sensor-array, gas-ethanol, or a CSV file.")
  private String source = "";

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "The target columns of a CSV file.",
      split = ",")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      description = "Columns of a CSV file to leave out.",
      split = ",")
  private List<String> ignore = new ArrayList<>();

  @Option(
      names = "--scaling",
      paramLabel = "SCALING",
      description = "none, min-max or z-score (default: ${DEFAULT-VALUE}).",
      defaultValue = "none")
  private String scaling = "";

  @Option(
      names = "--exponent",
      paramLabel = "P",
      description = "p of the loss: 2, 4 or 6 (default: ${DEFAULT-VALUE}).",
      defaultValue = "4")
  private int exponent;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "The depth whose descent it is (default: ${DEFAULT-VALUE}).",
      defaultValue = "3")
  private int depth;

  @Option(
      names = "--inner",
      paramLabel = "r",
      description = "The small radius of the curve (default: ${DEFAULT-VALUE}).",
      defaultValue = "0.01")
  private double inner;

  @Option(
      names = "--outer",
      paramLabel = "R",
      description = "Its large radius (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private double outer;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = {
        "The end-to-end matrix for Jacobian and spectrum: layer,row,column,value, layer 1",
        "(default: gaussian of deviation 0.01, as a trial of depth 1 begins)."
      })
  private Optional<Path> weights = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Its seed without a file (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private long seed;

  @Option(names = "--data", paramLabel = "DIR", description = DataCommand.FOLDER_HELP)
  private Optional<Path> data = Optional.empty();

  @Option(names = "--json", description = DataCommand.JSON_HELP)
  private boolean json;

  @Override
  public Integer call() throws DataException, JobException, UsageException {
    require(exponent == 2 || exponent == 4 || exponent == 6, "--exponent", exponent, "2, 4, 6");
    require(depth >= 1 && depth <= MOST_DEPTH, "--depth", depth, "a whole number from 1 to 1000");
    require(
        inner > 0 && inner < Double.POSITIVE_INFINITY, "--inner", inner, "a number greater than 0");
    require(
        outer > inner && outer < Double.POSITIVE_INFINITY,
        "--outer",
        outer,
        "a number greater than --inner");
    require(seed >= 0, "--seed", seed, "a whole number from 0 to 2^63 - 1");
    Dataset scaled =
        DataCommand.scaling(scaling)
            .apply(DataCommand.source(source, targets, ignore).load(DataCommand.folder(data)));
    double[] endToEnd = endToEnd(scaled);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("source", scaled.name());
    facts.put("scaling", scaling);
    facts.put("lossExponent", exponent);
    facts.put("depth", depth);
    String obstacle = LineIntegral.obstacle(scaled, exponent);
    Optional<LineIntegral> integral =
        obstacle.isEmpty()
            ? Optional.of(LineIntegral.of(scaled, exponent, depth, inner, outer))
            : Optional.empty();
    Optional<EndToEndField.Asymmetry> asymmetry =
        scaled.targets() == 1 && EndToEndField.isDefinedAt(endToEnd)
            ? Optional.of(
                new EndToEndField(PowerLoss.of(scaled, exponent), depth).asymmetry(endToEnd))
            : Optional.empty();
    boolean finite =
        integral.map(i -> Double.isFinite(i.quadratureSum() + i.exactSum())).orElse(true)
            && asymmetry.map(a -> Double.isFinite(a.norm())).orElse(true);
    if (!finite) {
      throw new DataException(
          scaled.name()
              + ": values so large that powers of them are not finite; scale them"
              + " (--scaling min-max), or choose a smaller --outer");
    }
    List<Preconditioner.Eigenvalue> spectrum =
        Preconditioner.spectrum(endToEnd, scaled.targets(), depth);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      integral.ifPresent(i -> facts.put("lineIntegral", tree(i)));
      asymmetry.ifPresent(
          a ->
              facts.put(
                  "jacobian",
                  ordered("norm", a.norm(), "antisymmetricNorm", a.antisymmetricNorm())));
      facts.put(
          "preconditioner",
          spectrum.stream()
              .map(v -> ordered("eigenvalue", v.value(), "multiplicity", v.multiplicity()))
              .toList());
      out.print(Description.json(facts));
    } else {
      print(out, scaled, obstacle, integral, asymmetry, spectrum);
    }
    out.flush();
    return ExitCode.DONE;
  }

  private double[] endToEnd(Dataset scaled) throws JobException, UsageException {
    LinearNetwork.Shape[] shapes =
        LinearNetwork.of(1, 1).shapes(scaled.features(), scaled.targets());
    Initializer initializer =
        weights.isPresent() ? WeightsFile.read(weights.get()) : new Gaussian(STANDARD_DEVIATION);
    String misfit = initializer.misfit(shapes);
    if (!misfit.isEmpty()) {
      throw new UsageException("--weights: " + misfit);
    }
    return initializer.weights(seed, shapes)[0];
  }

  private void print(
      PrintWriter out,
      Dataset scaled,
      String obstacle,
      Optional<LineIntegral> integral,
      Optional<EndToEndField.Asymmetry> asymmetry,
      List<Preconditioner.Eigenvalue> spectrum) {
    out.println(scaled + ", scaling " + scaling + ", exponent " + exponent + ", depth " + depth);
    out.println();
    if (integral.isPresent()) {
      LineIntegral all = integral.get();
      out.println(
          "Integral of the end-to-end direction along the closed curve, r = "
              + Text.number(inner)
              + ", R = "
              + Text.number(outer));
      List<List<String>> rows = new ArrayList<>();
      for (int part = 0; part < PARTS.size(); part++) {
        rows.add(row(PARTS.get(part), all.quadrature()[part], Text.number(all.exact()[part])));
      }
      rows.add(row("all four", all.quadratureSum(), Text.number(all.exactSum())));
      out.println(Text.table(List.of("part", "by quadrature", "closed form"), rows));
      out.println(
          "For a linear loss of the slope at zero, "
              + Text.number(all.slope())
              + ", it would be "
              + Text.number(all.linearLoss())
              + ". A gradient has 0.");
    } else {
      out.println("No line integral: " + obstacle + ".");
    }
    out.println();
    String at = weights.map(Path::toString).orElse("gaussian weights of seed " + seed);
    out.println(
        asymmetry
            .map(
                a ->
                    "Jacobian at "
                        + at
                        + ": norm "
                        + Text.number(a.norm())
                        + ", antisymmetric part "
                        + Text.number(a.antisymmetricNorm())
                        + " ("
                        + Text.number(100 * a.share())
                        + " %). A gradient has 0.")
            .orElse("No Jacobian: it needs one target, and weights that are not all 0."));
    out.println();
    out.println("Preconditioner at " + at);
    out.println(
        Text.table(
            List.of("eigenvalue", "multiplicity"),
            spectrum.stream()
                .map(v -> List.of(Text.number(v.value()), Text.count(v.multiplicity())))
                .toList()));
  }

  private static List<String> row(String part, double quadrature, String exact) {
    return List.of(part, Text.number(quadrature), exact);
  }

  private Map<String, Object> tree(LineIntegral integral) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("innerRadius", inner);
    tree.put("outerRadius", outer);
    tree.put("slope", integral.slope());
    tree.put("quadrature", integral.quadrature());
    tree.put("quadratureSum", integral.quadratureSum());
    tree.put("closedForm", integral.exact());
    tree.put("closedFormSum", integral.exactSum());
    tree.put("linearLoss", integral.linearLoss());
    return tree;
  }

  private static Map<String, Object> ordered(
      String key1, Object value1, String key2, Object value2) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key1, value1);
    map.put(key2, value2);
    return map;
  }

  private static void require(boolean holds, String option, Object value, String allowed)
      throws UsageException {
    if (!holds) {
      throw new UsageException(
          option + ": is out of range; got " + value + "; allowed: " + allowed);
    }
  }
}
