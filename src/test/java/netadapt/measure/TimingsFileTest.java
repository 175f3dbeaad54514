package netadapt.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import netadapt.BadInput;
import netadapt.measure.Timing.NodeTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingsFileTest {
  private static final TimedDevice BOARD = device("a board");

  @TempDir private Path folder;
  private Path file;

  private static TimedDevice device(String processor) {
    return new TimedDevice(TimedDevice.FORMAT, "tiny", "0123", processor, 1, "ONNX Runtime 1");
  }

  private static Timing timing(int network) {
    return new Timing(
        network, 0, 10, 12.5, 0.25, 0, List.of(new NodeTime("c1/conv_nchwc", "Conv", 8.75)));
  }

  @BeforeEach
  void nameFile() {
    file = folder.resolve("board.timings");
  }

  @Test
  void whatWasAddedIsThereAgain() {
    TimingsFile.resume(file, BOARD).add(timing(0));
    TimingsFile.resume(file, BOARD).add(timing(1));

    assertThat(TimingsFile.read(file).timings()).containsExactly(timing(0), timing(1));
    assertThat(TimingsFile.read(file).device()).isEqualTo(BOARD);
  }

  @Test
  void aLineWithoutEndDoesNotCount() throws Exception {
    TimingsFile.resume(file, BOARD).add(timing(0));
    Files.writeString(file, "{\"network\":1,\"pa", StandardOpenOption.APPEND);

    assertThat(TimingsFile.read(file).timings()).containsExactly(timing(0));
    TimingsFile.resume(file, BOARD).add(timing(2));
    assertThat(TimingsFile.read(file).timings()).containsExactly(timing(0), timing(2));
  }

  @Test
  void aFileCutInItsFirstLineIsBegunAnew() throws Exception {
    Files.writeString(file, "{\"format\":");
    TimingsFile.resume(file, BOARD).add(timing(0));

    assertThat(TimingsFile.read(file).timings()).containsExactly(timing(0));
  }

  @Test
  void timingsOfAnotherDeviceAreNotMixedIn() {
    TimingsFile.resume(file, BOARD).add(timing(0));

    assertThatThrownBy(() -> TimingsFile.resume(file, device("a phone")))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            file
                + " holds timings of tiny (0123) with 1 threads of a board by ONNX Runtime 1, and not"
                + " of tiny (0123) with 1 threads of a phone by ONNX Runtime 1: delete it, or name"
                + " another file");
    assertThat(TimingsFile.read(file).timings()).containsExactly(timing(0));
  }

  @Test
  void aFileOfSomethingElseIsNamedWithItsLine() throws Exception {
    Files.writeString(file, "operator,cost\n");
    assertThatThrownBy(() -> TimingsFile.read(file))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("line 1 of " + file + " is no description of timings: ");

    Files.delete(file);
    TimingsFile.resume(file, BOARD).add(timing(0));
    Files.writeString(file, "{}}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> TimingsFile.read(file))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("line 3 of " + file + " is no timing: ");
    assertThatThrownBy(() -> TimingsFile.read(folder.resolve("none")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("there is no file");
  }

  @Test
  void anotherVersionOfTheFormatIsRefused() throws Exception {
    TimingsFile.resume(file, BOARD);
    Files.writeString(file, Files.readString(file).replace("timings 1", "timings 2"));

    assertThatThrownBy(() -> TimingsFile.read(file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("format is netadapt timings 2 but must be \"netadapt timings 1\"");
  }
}
