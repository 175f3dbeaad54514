package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.NetAdapt;
import netadapt.RunListener;
import netadapt.Step;
import netadapt.Stopped;
import netadapt.data.LocalSpark;
import netadapt.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may write a run directory, and who is refused. */
class TwoDriversIT extends LocalSpark {
  @TempDir private Path folder;

  @Test
  void secondIsRefusedWhileTheFirstWorksAndOnlyThen() throws IOException {
    List<Integer> codes = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void started(Step step) {
            Invocation second = called("prepare");
            codes.add(second.code());
            messages.add(second.err());
          }
        };
    try (NetAdapt first = NetAdapt.open(settings(""), spark, listener)) {
      first.perform(Step.PREPARE);
      assertThat(codes).containsExactly(ExitCode.BAD_INPUT);
      assertThat(messages.get(0))
          .startsWith("run.directory is file:%s/run but process ".formatted(folder))
          .contains(
              "process %d of user".formatted(ProcessHandle.current().pid()),
              "Spark application " + spark.sparkContext().applicationId())
          .hasLineCount(1);
      assertThat(lease()).doesNotExist();
    }

    Files.writeString(lease(), "another's"); // whoever has nothing to write needs no lease
    Files.setLastModifiedTime(lease(), FileTime.from(Instant.now().plus(Duration.ofHours(1))));
    assertThat(called("prepare").code()).isEqualTo(ExitCode.DONE);
    assertThat(called("report").code()).isEqualTo(ExitCode.DONE);
    assertThat(called("train-supernet").code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(lease()).hasContent("another's");
  }

  @Test
  void leaseIsGivenBackAfterAFailureAndAfterBeingStopped() {
    try (NetAdapt run =
        NetAdapt.open(
            settings("data { source = idx, path = \"%s\" }".formatted(folder)),
            spark,
            RunListener.NONE)) {
      assertThatThrownBy(() -> run.perform(Step.PREPARE)).isInstanceOf(BadInput.class);
      assertThat(lease()).doesNotExist();
      run.cancel();
      assertThatThrownBy(() -> run.perform(Step.PREPARE)).isInstanceOf(Stopped.class);
      assertThat(lease()).doesNotExist();
    }
  }

  private Invocation called(String command) {
    return Invocation.of(
        command, "--config=conf/quickstart.conf", "-Drun.directory=" + folder.resolve("run"));
  }

  private Path lease() {
    return folder.resolve("run/lease.json");
  }

  private Settings settings(String text) {
    return Settings.of(text, Map.of("run.directory", folder.resolve("run").toString()));
  }
}
