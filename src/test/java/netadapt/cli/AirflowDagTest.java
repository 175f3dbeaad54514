package netadapt.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code submit/airflow} does, without Airflow; skipped without a {@code python3}. */
class AirflowDagTest {
  @TempDir private Path folder;

  private record Output(int code, String text) {}

  @BeforeEach
  void requirePython() throws Exception {
    assumeTrue(
        python("-c", "import sys; sys.exit(sys.version_info < (3, 9))").code() == 0,
        "skipped: there is no python3 of version 3.9 or newer");
  }

  @Test
  void itsFilesCompile() throws Exception {
    for (String name : List.of("netadapt_dag.py", "netadapt_exit.py")) {
      Path copy = Files.copy(Path.of("submit/airflow", name), folder.resolve(name));
      assertThat(python("-m", "py_compile", copy.toString())).isEqualTo(new Output(0, ""));
    }
  }

  @Test
  void exitCodesDecideWhatIsTriedAgain() throws Exception {
    assertThat(python("src/test/python/exit_codes.py"))
        .isEqualTo(new Output(0, "all as it should be\n"));
  }

  @Test
  void itsExitCodesAreTheProgramsOwn() throws Exception {
    List<Integer> own =
        List.of(
            ExitCode.DONE, ExitCode.USAGE, ExitCode.BAD_INPUT, ExitCode.FAILED, ExitCode.STOPPED);
    String print =
        "import sys; sys.dont_write_bytecode = True; sys.path.insert(0, 'submit/airflow');"
            + " import netadapt_exit as e;"
            + " print([e.DONE, e.USAGE, e.BAD_INPUT, e.FAILED, e.STOPPED])";

    assertThat(python("-c", print)).isEqualTo(new Output(0, own + "\n"));
  }

  private static Output python(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("python3"));
    line.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Output(process.waitFor(), text);
    } catch (IOException e) { // there is no such program
      return new Output(-1, e.getMessage());
    }
  }
}
