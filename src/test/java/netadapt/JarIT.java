package netadapt;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that clusters get; all other tests run on the classes before they are packed. */
class JarIT {
  private static final Path JAR = Path.of(System.getProperty("netadapt.jar"));
  private static final Path SPARK_JARS = Path.of(System.getenv("SPARK_HOME"), "jars");

  /** Those of other libraries are renamed, so that a cluster's versions of them do not matter. */
  private static final List<String> PACKAGES =
      List.of(
          "netadapt/",
          "org/nd4j/",
          "org/deeplearning4j/",
          "org/eclipse/deeplearning4j/",
          "org/apache/spark/TaskContextHelper", // Deeplearning4j's
          "org/bytedeco/",
          "ai/onnxruntime/",
          "com/sun/jna/",
          "oshi/",
          "com/jakewharton/byteunits/",
          "net/ericaro/neoitertools/");

  @Test
  void holdsNoPackageThatOthersMayBringToo() throws IOException {
    assertThat(classes(JAR))
        .contains("netadapt/cli/Main.class", "netadapt/shaded/config/Config.class")
        .allMatch(name -> PACKAGES.stream().anyMatch(name::startsWith));
  }

  @Test
  void holdsNoClassOfSpark() throws IOException {
    Set<String> ours = classes(JAR);
    int jars = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SPARK_JARS, "*.jar")) {
      for (Path jar : files) {
        Set<String> inBoth = classes(jar);
        inBoth.retainAll(ours); // tens of thousands: assertThat would compare each with each
        assertThat(inBoth).as(jar.toString()).isEmpty();
        jars++;
      }
    }
    assertThat(jars).isGreaterThan(100);
  }

  @Test
  void runsAllSteps(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                "submit/local.sh",
                "run",
                "--config=conf/quickstart.conf",
                "-Drun.directory=" + folder.resolve("run"),
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false",
                "-Ddata.held-out=200",
                "-Ddata.test=9200",
                "-Dsupernet.epochs=1",
                "-Dsearch.samples=4",
                "-Dsearch.reduction=0.3",
                "-Dtrain.epochs=1")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean ended = process.waitFor(10, MINUTES);
      assertThat(ended).as(() -> "10 minutes were not enough: " + text(log)).isTrue();
      assertThat(process.exitValue()).as(() -> text(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(folder.resolve("run/report.html")).isNotEmptyFile();
    assertThat(folder.resolve("run/found/model.onnx")).isNotEmptyFile();
  }

  /** Names of all class files but those of other versions of Java. */
  private static Set<String> classes(Path jar) throws IOException {
    Set<String> names = new HashSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      file.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
          .filter(name -> !name.startsWith("META-INF/"))
          .forEach(names::add);
    }
    return names;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
