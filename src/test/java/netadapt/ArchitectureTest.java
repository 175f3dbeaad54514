package netadapt;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the arrows between the packages, and the libraries in the packages that may use them. */
class ArchitectureTest {
  private static final Map<String, Set<String>> MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("arch", Set.of()),
              Map.entry("cost", Set.of("arch")),
              Map.entry("task", Set.of("arch")),
              Map.entry("search", Set.of("arch", "cost")),
              Map.entry("rank", Set.of()),
              Map.entry("metrics", Set.of()),
              Map.entry("data", Set.of()),
              Map.entry("nn", Set.of("arch", "nn.kernels", "task")),
              Map.entry("nn.kernels", Set.of("arch")),
              Map.entry("onnx", Set.of("arch")),
              Map.entry("measure", Set.of("onnx", "search", "cost", "arch")),
              Map.entry("train", Set.of("nn", "nn.kernels", "data", "task", "arch")),
              Map.entry("score", Set.of("onnx", "data", "task", "arch")),
              Map.entry("run", Set.of("search", "arch", "cost", "rank")),
              Map.entry("report", Set.of("arch", "cost", "run", "rank", "task")),
              Map.entry(
                  "settings",
                  Set.of("arch", "cost", "search", "data", "nn", "onnx", "train", "score", "task")),
              Map.entry(
                  "plan",
                  Set.of(
                      "arch",
                      "cost",
                      "search",
                      "data",
                      "nn",
                      "train",
                      "score",
                      "measure",
                      "task",
                      "settings")),
              Map.entry(
                  "job",
                  Set.of(
                      "nn.kernels",
                      "arch",
                      "cost",
                      "measure",
                      "search",
                      "data",
                      "nn",
                      "onnx",
                      "train",
                      "score",
                      "rank",
                      "metrics",
                      "plan",
                      "run",
                      "report",
                      "task",
                      "settings")),
              Map.entry(
                  "cli",
                  Set.of(
                      "arch",
                      "cost",
                      "measure",
                      "onnx",
                      "plan",
                      "rank",
                      "run",
                      "report",
                      "task",
                      "settings"))));

  /** The root package holds the public door, {@link NetAdapt}, and what all packages may use. */
  private static final String DOOR = "netadapt";

  private static final Map<String, Set<String>> ONLY_IN =
      new TreeMap<>(
          Map.of(
              "org.apache.spark",
                  Set.of("data", "train", "score", "metrics", "run", "report", "job", DOOR),
              "org.mlflow", Set.of("metrics"),
              "org.nd4j", Set.of("nn", "nn.kernels", "train"),
              "org.deeplearning4j", Set.of("nn", "train"),
              "org.bytedeco.dnnl", Set.of("nn.kernels"),
              "ai.onnxruntime", Set.of("onnx"),
              "us.hebi.matlab", Set.of("data"),
              "io.jhdf", Set.of("data"),
              "com.typesafe.config", Set.of("settings")));

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("netadapt");
  }

  static Stream<String> packages() {
    return MAY_USE.keySet().stream();
  }

  static Stream<String> libraries() {
    return ONLY_IN.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageUsesOnlyWhatItMay(String name) {
    String[] others =
        MAY_USE.keySet().stream()
            .filter(other -> !other.equals(name) && !MAY_USE.get(name).contains(other))
            .map(ArchitectureTest::inPackage)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(inPackage(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true)
        .check(classes);
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void libraryStaysInItsPackages(String library) {
    String[] allowed =
        ONLY_IN.get(library).stream().map(ArchitectureTest::inPackage).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("netadapt..")
        .and()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library + "..")
        .check(classes);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("netadapt.(*)..").should().beFreeOfCycles().check(classes);
  }

  /** A notebook's process and its session are its own. */
  @Test
  void nothingButTheCommandLineEndsTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackage(inPackage("cli"))
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(classes);
  }

  @Test
  void onlyTheSessionOfARunStopsSpark() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("netadapt.job.Session")
        .should()
        .callMethodWhere(
            target(name("stop").or(name("close")))
                .and(target(owner(resideInAPackage("org.apache.spark..")))))
        .check(classes);
  }

  /** It would fail where the display that a shell names is not there. */
  @Test
  void picturesAreDrawnWithoutADisplay() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.awt.Graphics2D")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.awt.Graphics")
        .check(classes);
  }

  private static String inPackage(String name) {
    return name.equals(DOOR) ? DOOR : "netadapt." + name;
  }
}
