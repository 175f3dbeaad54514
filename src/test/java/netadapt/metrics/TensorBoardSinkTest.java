package netadapt.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import netadapt.metrics.EventsReader.Event;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardSinkTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_250L), ZoneOffset.UTC);

  @TempDir private Path folder;

  @Test
  void checksumsAreThoseOfTheStandard() {
    // 32 zeros, of RFC 3720, B.4; TFRecord rotates it by 15 bits and adds a constant.
    byte[] zeros = new byte[32];
    int plain = 0x8a9136aa;

    int masked =
        ByteBuffer.wrap(EventFile.maskedChecksum(zeros)).order(ByteOrder.LITTLE_ENDIAN).getInt();

    assertThat(Integer.rotateLeft(masked - 0xa282ead8, 15)).isEqualTo(plain);
    assertThat(EventsReader.checksum(zeros)).isEqualTo(plain);
  }

  @Test
  void aSeriesIsAFolderWhoseFileHasItsValues() throws IOException {
    TensorBoardSink sink = sink();

    sink.record(List.of(new MetricValues("supernet", 8, Map.of("loss", 2.5))));
    sink.record(List.of(new MetricValues("supernet", 300, Map.of("loss", Double.NaN))));
    sink.record(List.of(new MetricValues("train/a-seed-1", 8, Map.of("loss", 1.5))));
    sink.end(RunEnd.FINISHED);

    List<Path> files = EventsReader.files(folder.resolve("supernet"));
    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("events.out.tfevents.1700000000.250.netadapt");
    double now = 1_700_000_000.25;
    assertThat(EventsReader.read(files.get(0)))
        .containsExactly(
            new Event(now, 0, "brain.Event:2", false, Map.of()),
            new Event(now, 8, "", true, Map.of()),
            new Event(now, 8, "", false, Map.of("loss", 2.5f)),
            new Event(now, 300, "", false, Map.of("loss", Float.NaN)));
    assertThat(EventsReader.shown(folder.resolve("train/a-seed-1")))
        .isEqualTo(Map.of("loss", Map.of(8L, 1.5f)));
  }

  @Test
  void valuesAreThereToReadBeforeTheEnd() throws IOException {
    sink().record(List.of(new MetricValues("search", 0, Map.of("score", 0.5, "macs", 7e5))));

    assertThat(EventsReader.shown(folder.resolve("search")))
        .isEqualTo(Map.of("score", Map.of(0L, 0.5f), "macs", Map.of(0L, 7e5f)));
  }

  @Test
  void whatIsRecordedAgainReplacesWhatWasThere() throws IOException {
    TensorBoardSink killed = sink();
    for (int step = 1; step <= 5; step++) {
      killed.record(List.of(new MetricValues("supernet", step, Map.of("loss", 1.0 * step))));
    }

    TensorBoardSink resumed = sink();
    resumed.record(List.of(new MetricValues("supernet", 4, Map.of("loss", 40.0))));
    resumed.record(List.of(new MetricValues("supernet", 6, Map.of("loss", 60.0))));
    resumed.end(RunEnd.FINISHED);

    assertThat(EventsReader.files(folder.resolve("supernet"))).hasSize(2);
    assertThat(EventsReader.shown(folder.resolve("supernet")))
        .isEqualTo(Map.of("loss", Map.of(1L, 1f, 2L, 2f, 3L, 3f, 4L, 40f, 6L, 60f)));
  }

  @Test
  void whatTheSameSinkIsGivenAgainReplacesWhatItHasWritten() throws IOException {
    TensorBoardSink sink = sink();
    for (int step = 1; step <= 3; step++) {
      sink.record(List.of(new MetricValues("supernet", step, Map.of("loss", 1.0 * step))));
    }
    sink.record(
        List.of(
            new MetricValues("supernet", 1, Map.of("loss", 10.0)),
            new MetricValues("supernet", 2, Map.of("loss", 20.0))));
    sink.record(List.of(new MetricValues("supernet", 2, Map.of("loss", 22.0))));
    sink.end(RunEnd.FINISHED);

    assertThat(EventsReader.shown(folder.resolve("supernet")))
        .isEqualTo(Map.of("loss", Map.of(1L, 10f, 2L, 22f)));
  }

  @Test
  void whatIsRecordedAgainReplacesWhatAMachineWithAFastClockWrote() throws IOException {
    Clock fast = Clock.offset(CLOCK, Duration.ofHours(1));
    new TensorBoardSink(folder.toString(), new Configuration(), fast)
        .record(List.of(new MetricValues("search", 0, Map.of("score", 0.25))));

    sink().record(List.of(new MetricValues("search", 0, Map.of("score", 0.5))));

    assertThat(EventsReader.shown(folder.resolve("search")))
        .isEqualTo(Map.of("score", Map.of(0L, 0.5f)));
  }

  @Test
  void aFolderThatCannotBeMadeIsAFailure() throws IOException {
    Files.writeString(folder.resolve("supernet"), "a file");

    assertThatThrownBy(
            () -> sink().record(List.of(new MetricValues("supernet", 1, Map.of("loss", 1.0)))))
        .hasMessageContaining("supernet");
  }

  private TensorBoardSink sink() {
    return new TensorBoardSink(folder.toString(), new Configuration(), CLOCK);
  }
}
