package netadapt.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import netadapt.BadInput;
import netadapt.RunListener;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.PaperNetworks;
import netadapt.cost.TableCost;
import netadapt.onnx.OnnxStopwatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of timings, whoever has measured them. */
class LatencyMeasurementTest {
  private static final SuperNetwork TINY = PaperNetworks.tiny();

  @TempDir private Path folder;
  private Path file;
  private MeasuredNetworks networks;
  private LatencyMeasurement measurement;

  @BeforeEach
  void open() {
    file = folder.resolve("board.timings");
    networks = MeasuredNetworks.of(TINY);
    measurement = LatencyMeasurement.of(TINY);
  }

  private void write(List<Timing> timings) {
    TimingsFile written =
        TimingsFile.resume(
            file,
            new TimedDevice(TimedDevice.FORMAT, "tiny", networks.id(), "a board", 2, "runtime 1"));
    timings.forEach(written::add);
  }

  private List<Timing> timings(int passes) {
    return MadeUpTimings.of(networks.all(), passes, operator -> 10 + operator.outputs());
  }

  @Test
  void becomesATableThatTellsTheLatencyOfOtherNetworks() {
    List<Timing> shuffled = new ArrayList<>(timings(3));
    Collections.shuffle(shuffled, new Random(1));
    write(shuffled);

    MeasuredTable measured = measurement.read(file);

    assertThat(measured.check().meanError()).isLessThan(1e-9);
    assertThat(measured.check().networks()).hasSizeGreaterThan(10);
    assertThat(measured.table().about())
        .containsEntry("processor", "a board")
        .containsEntry("threads", "2")
        .containsEntry("runtime", "runtime 1");
    TableCost cost = new TableCost(measured.table(), "table");
    cost.check(TINY);
    double micros = timings(1).get(0).micros();
    assertThat(cost.of(SubNetwork.full(TINY))).isCloseTo(micros / 1000, within(1e-9));
  }

  @Test
  void aNetworkThatIsLackingOrNotSettledMakesNoTable() {
    List<Timing> timings = timings(2);
    Timing last = timings.remove(timings.size() - 1);
    write(timings);
    assertThatThrownBy(() -> measurement.read(file))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith(file + " lacks two timings that agree of 1 of ");

    write(List.of(new Timing(last.network(), 1, 10, 2 * last.micros(), 0, 0, last.nodes())));
    assertThatThrownBy(() -> measurement.read(file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("lacks two timings that agree of 1 of ");
  }

  @Test
  void timingsOfOtherNetworksMakeNoTable() {
    write(timings(2));
    SuperNetwork finer =
        new SuperNetwork("tiny", TINY.input(), 9, TINY.widthDivisor(), TINY.blocks());

    assertThatThrownBy(() -> LatencyMeasurement.of(finer).read(file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(" was measured with other models than tiny has here");
  }

  @Test
  void networksWithAnotherActivationAreOthers() {
    SuperNetwork other =
        new NetworkBuilder("tiny", new Shape(8, 8, 3), 5, 16)
            .convolution("c1", 8, 3, 1, Activation.HARD_SWISH, true, -1)
            .separable("b2", 8, 5, 2, Activation.RELU, -1)
            .globalAveragePool("pool")
            .dense("classifier", 10)
            .build();

    assertThat(MeasuredNetworks.of(other).id()).isNotEqualTo(networks.id());
    assertThat(MeasuredNetworks.of(TINY).id()).isEqualTo(networks.id());
  }

  @Test
  void aTimingThatIsThereTwiceOrOfNoNetworkMakesNoTable() {
    List<Timing> timings = timings(2);
    write(timings);
    write(List.of(timings.get(0)));
    assertThatThrownBy(() -> measurement.read(file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("network 0 in pass 0 that is there twice");
  }

  @Test
  void numbersThatCannotBeAreRefusedWithTheirLine() throws Exception {
    write(timings(1));
    Files.writeString(
        file, Files.readString(file).replaceFirst("\"micros\":[0-9.]+", "\"micros\":0"));

    assertThatThrownBy(() -> measurement.read(file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("line 2 of " + file + " is no timing: ")
        .hasMessageContaining("micros cannot be 0");
  }

  @Test
  void nothingIsMeasuredAgain() {
    TimingsFile here =
        TimingsFile.resume(
            file,
            new TimedDevice(
                TimedDevice.FORMAT,
                "tiny",
                networks.id(),
                Processor.name(),
                1,
                OnnxStopwatch.runtime()));
    timings(3).forEach(here::add);
    List<String> told = new ArrayList<>();

    measurement.measure(
        MeasurementEffort.DEFAULT,
        file,
        new RunListener() {
          @Override
          public void working(double fraction, String what) {
            told.add(what);
          }
        });

    assertThat(told).isEmpty();
    assertThat(TimingsFile.read(file).timings()).isEqualTo(timings(3));
  }
}
