package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netadapt.report.MadeUpRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir private Path local;

  private String run(String name) {
    Path directory = local.resolve(name);
    new MadeUpRun(directory).searched(List.of(0.6));
    return directory.toString();
  }

  @Test
  void aRunsReportIsWrittenIntoItsDirectory() {
    String run = run("one");
    Invocation report = Invocation.of("report", run);
    assertThat(report.code()).isEqualTo(ExitCode.DONE);
    assertThat(report.out()).startsWith("report: ").endsWith("/one/report.html\n");
    assertThat(local.resolve("one/report.html")).exists();
  }

  @Test
  void severalRunsHaveOnePage() throws Exception {
    Path page = local.resolve("both.html");
    Invocation report = Invocation.of("report", run("one"), run("two"), "--out", page.toString());
    assertThat(report.code()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(page)).contains("<h1>2 runs side by side</h1>");
    assertThat(local.resolve("one/report.html")).doesNotExist();
  }

  @Test
  void withoutARunTheCommandLineIsWrong() {
    Invocation report = Invocation.of("report");
    assertThat(report.code()).isEqualTo(ExitCode.USAGE);
    assertThat(report.err()).contains("Name directories of runs, such as runs/quickstart");
  }

  @Test
  void aDirectoryWithoutARunIsAMistake() {
    Invocation report = Invocation.of("report", local.resolve("none").toString());
    assertThat(report.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(report.err()).contains("none but holds no run").hasLineCount(1);
  }

  @Test
  void aPageThatCannotBeWrittenIsAMistake() {
    Invocation report = Invocation.of("report", run("one"), "--out", local + "/none/page.html");
    assertThat(report.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(report.err()).contains("--out is ", "none/page.html");
  }

  @Test
  void portsAndSecondsOfWatchAreChecked() {
    assertThat(Invocation.of("watch", "runs/one", "--port", "70000").err())
        .contains("--port is 70000 but must be 0 to 65535");
    assertThat(Invocation.of("watch", "runs/one", "--every", "0").err())
        .contains("--every is 0 but must be at least 1 second");
  }
}
