package org.isobath;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The package table of docs/design.md, executed. */
final class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.isobath");

  private static final List<String> SWEEP_AND_ABOVE =
      List.of("kernel", "random", "data", "network", "optimizer", "training");

  /** What a package may use besides itself and the JDK: names of ours, or packages of libraries. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("kernel", List.of("jdk.incubator.vector..", "com.sun.management..")),
          Map.entry("random", List.of()),
          Map.entry("data", List.of("random", "org.apache.commons.math3.linear..")),
          Map.entry("network", List.of("kernel", "random", "org.apache.commons.math3.linear..")),
          Map.entry("optimizer", List.of("kernel", "random")),
          Map.entry(
              "training",
              List.of(
                  "kernel",
                  "random",
                  "data",
                  "network",
                  "optimizer",
                  "org.apache.commons.math3.linear..")),
          Map.entry("theory", List.of("data", "training", "org.apache.commons.math3.linear..")),
          Map.entry("sweep", SWEEP_AND_ABOVE),
          Map.entry("job", and(SWEEP_AND_ABOVE, "sweep", "org.snakeyaml.engine..")),
          Map.entry("store", List.of("org.apache.hadoop..")),
          Map.entry(
              "results",
              and(
                  SWEEP_AND_ABOVE,
                  "sweep",
                  "store",
                  "org.apache.parquet..",
                  "org.apache.hadoop..",
                  "com.fasterxml.jackson..")),
          Map.entry(
              "spark",
              and(
                  SWEEP_AND_ABOVE,
                  "sweep",
                  "job",
                  "results",
                  "store",
                  "org.apache.spark..",
                  "org.apache.logging.log4j..",
                  "com.codahale.metrics..",
                  "scala..")),
          Map.entry("report", List.of("training", "com.fasterxml.jackson..")),
          Map.entry(
              "cli",
              and(
                  SWEEP_AND_ABOVE,
                  "sweep",
                  "job",
                  "results",
                  "store",
                  "spark",
                  "report",
                  "theory",
                  "org.apache.spark..",
                  "scala..",
                  "picocli..")));

  private static List<String> and(List<String> some, String... others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(others));
    return all;
  }

  static Set<String> packages() {
    return new TreeSet<>(MAY_USE.keySet());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void usesOnlyWhatTheTableAllows(String name) {
    List<String> allowed = new ArrayList<>(List.of("java..", "org.jspecify.annotations.."));
    allowed.add("org.isobath." + name + "..");
    for (String other : MAY_USE.get(name)) {
      allowed.add(MAY_USE.containsKey(other) ? "org.isobath." + other + ".." : other);
    }
    classes()
        .that()
        .resideInAPackage("org.isobath." + name + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .because("docs/design.md lets " + name + " use " + MAY_USE.get(name))
        .check(MAIN);
  }

  @Test
  void everyPackageIsInTheTable() {
    Set<String> found = new TreeSet<>();
    MAIN.forEach(type -> found.add(type.getPackageName().replace("org.isobath.", "")));
    assertThat(found).isEqualTo(packages());
  }

  @Test
  void onlyVectorKernelsNameTheVectorModule() {
    noClasses()
        .that()
        .haveNameNotMatching(".*(VectorKernels(32|64)|VectorLosses|VectorOperations)")
        .should()
        .dependOnClassesThat(resideInAPackage("jdk.incubator.."))
        .check(MAIN);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.isobath.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void nothingStaticChanges() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage("org.isobath..")
        .and()
        .doNotHaveName("$assertionsDisabled")
        .should()
        .beFinal()
        .check(MAIN);
  }

  /** Math.exp and its kin differ between Javas and processors; StrictMath does not. */
  @Test
  void onlyArithmeticThatIsTheSameEverywhereIsUsed() {
    Set<String> exact =
        Set.of(
            "abs",
            "addExact",
            "ceil",
            "copySign",
            "floor",
            "fma",
            "getExponent",
            "max",
            "min",
            "multiplyExact",
            "nextDown",
            "round",
            "scalb",
            "signum",
            "sqrt",
            "toIntExact");
    Set<String> others = new TreeSet<>();
    for (JavaClass type : MAIN) {
      for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
        if (call.getTargetOwner().isEquivalentTo(Math.class)
            && !exact.contains(call.getTarget().getName())) {
          others.add(call.getDescription());
        }
      }
    }
    assertThat(others).isEmpty();
  }
}
