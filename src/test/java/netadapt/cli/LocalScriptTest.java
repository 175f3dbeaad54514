package netadapt.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When {@code submit/local.sh} builds, in a checkout whose Maven and Java only say what they do.
 */
class LocalScriptTest {
  private static final String BUILT_AND_RUN = "building (once)\nmvn\njava run\n";
  private static final String RUN = "java run\n";

  @TempDir private Path folder;
  private Path checkout;
  private Path source;

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = folder.resolve("checkout");
    source = checkout.resolve("src/main/Some.java");
    write(source, "class Some {}");
    write(checkout.resolve("pom.xml"), "<project/>");
    write(checkout.resolve("conf/networks/some.conf"), "name = some");
    Files.createDirectories(checkout.resolve("submit"));
    Files.copy(Path.of("submit/local.sh"), checkout.resolve("submit/local.sh"));
    program(
        "mvn",
        """
        echo mvn
        mkdir -p target/spark/jars
        cat src/main/Some.java <(echo "$@") >target/netadapt-spark-1-all.jar
        """);
    program("java", "echo \"java ${!#}\"");
  }

  @Test
  void buildsOnce() throws Exception {
    assertThat(run(checkout, "")).isEqualTo(BUILT_AND_RUN);
    assertThat(run(checkout, "")).isEqualTo(RUN);
  }

  @Test
  void buildsAgainForAnotherSourceAndForNoneThatWasOnlyTouched() throws Exception {
    run(checkout, "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(100)));
    assertThat(run(checkout, "")).isEqualTo(RUN);

    write(source, "class Other {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
    assertThat(run(checkout, "")).isEqualTo(BUILT_AND_RUN);
    assertThat(run(checkout, "")).isEqualTo(RUN);
  }

  @Test
  void buildsAgainForAFileThatIsGone() throws Exception {
    write(checkout.resolve("src/main/More.java"), "class More {}");
    run(checkout, "");
    Files.delete(checkout.resolve("src/main/More.java"));

    assertThat(run(checkout, "")).isEqualTo(BUILT_AND_RUN);
  }

  @Test
  void buildsAgainWithOtherOptions() throws Exception {
    run(checkout, "");
    assertThat(run(checkout, "-Pgpu")).isEqualTo(BUILT_AND_RUN);
    assertThat(run(checkout, "-Pgpu")).isEqualTo(RUN);
    assertThat(run(checkout, "")).isEqualTo(BUILT_AND_RUN);
  }

  @Test
  void withoutTheVariableTheOptionsOfTheLastBuildStay() throws Exception {
    run(checkout, "-Pcuda");
    assertThat(run(checkout, Map.of(), 0)).isEqualTo(RUN);

    write(source, "class Other {}");
    run(checkout, Map.of(), 0);
    assertThat(run(checkout, "-Pcuda")).isEqualTo(RUN);
  }

  @Test
  void optionsOfAnEarlierBuildAreNotThoseOfOneByMavenAlone() throws Exception {
    run(checkout, "-Pcuda");
    Path jar = checkout.resolve("target/netadapt-spark-1-all.jar");
    write(jar, "built by hand");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(100)));

    assertThat(run(checkout, Map.of(), 0)).isEqualTo(RUN);
    assertThat(run(checkout, "-Pcuda")).isEqualTo(BUILT_AND_RUN);
  }

  @Test
  void aBuildThatCannotBeRecordedIsRun() throws Exception {
    Path jar = checkout.resolve("target/netadapt-spark-1-all.jar");
    write(jar, "built by hand");
    Files.createDirectories(checkout.resolve("target/spark/jars"));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(100)));
    Files.createDirectory(checkout.resolve("target/netadapt-build")); // so that no file can be

    assertThat(run(checkout, "")).isEqualTo(RUN);
  }

  @Test
  void messagesOfTheSystemAreEnglishAndFilesKeepTheirNames() throws Exception {
    run(checkout, "");
    program("java", "echo \"${LC_ALL-unset} $LC_CTYPE $LC_MESSAGES\"");

    assertThat(run(checkout, Map.of("LC_ALL", "C.UTF-8", "LC_CTYPE", "C"), 0))
        .isEqualTo("unset C.UTF-8 C\n");
  }

  @Test
  void aCopiedCheckoutIsNotBuiltAgain() throws Exception {
    run(checkout, "-Pgpu");
    Path copy = folder.resolve("copy");
    FileUtils.copyDirectory(checkout.toFile(), copy.toFile(), /* preserveFileDate= */ false);
    Path later = copy.resolve("src/main/Some.java");
    Files.setLastModifiedTime(later, FileTime.from(Instant.now().plusSeconds(100)));

    assertThat(run(copy, "-Pgpu")).isEqualTo(RUN);
  }

  @Test
  void whatMavenAloneHasBuiltIsTakenUnlessASourceIsNewerOrAnOptionIsAskedFor() throws Exception {
    Path jar = checkout.resolve("target/netadapt-spark-1-all.jar");
    write(jar, "built by hand");
    Files.createDirectories(checkout.resolve("target/spark/jars"));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(100)));
    assertThat(run(checkout, "")).isEqualTo(RUN);

    write(jar, "built by hand again");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
    assertThat(run(checkout, "")).isEqualTo(BUILT_AND_RUN);

    write(jar, "and again");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(100)));
    assertThat(run(checkout, "-Pgpu")).isEqualTo(BUILT_AND_RUN);
  }

  @Test
  void anAmountOfMemoryThatIsNoneIsToldBeforeABuild() throws Exception {
    assertThat(run(checkout, Map.of("NETADAPT_MEMORY", "abc"), 2))
        .isEqualTo("NETADAPT_MEMORY is abc but must be an amount of memory, such as 4g\n");
  }

  private String run(Path where, String options) throws Exception {
    return run(where, Map.of("NETADAPT_MAVEN_OPTIONS", options), 0);
  }

  /** What it, Maven and Java said. */
  private String run(Path where, Map<String, String> environment, int code) throws Exception {
    ProcessBuilder script =
        new ProcessBuilder(List.of("bash", where + "/submit/local.sh", "run"))
            .redirectErrorStream(true);
    script.environment().keySet().removeIf(name -> name.startsWith("NETADAPT_"));
    script.environment().merge("PATH", folder + ":", (path, ours) -> ours + path);
    script.environment().putAll(environment);
    Process process = script.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(code);
    return said;
  }

  private void program(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    write(file, "#!/usr/bin/env bash\n" + text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
