package netadapt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.plan.ImageCounts.Origin;
import netadapt.plan.Volume.Place;
import netadapt.search.Budgets;
import netadapt.search.Forecast;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Numbers by hand, of a network with 849,936 MACs and 8,000 images to train on. */
class PlannerTest {
  private static final SuperNetwork DIGITS = NetworkFile.open("mnist").network();
  private static final double MACS = 849_936;

  /** Ends after reductions to 90 and 85%. */
  private static final String SEARCH =
      "search { strategy = descent, budgets = [0.85], reduction = 0.1, decay = 1 }, ";

  private static final String TRAIN = "train { baselines = [], batch = 80, epochs = 10 }, ";

  /** Trains a billion MACs a second and scores four, on each of its tasks. */
  private static final DeviceSpeed CORE = new DeviceSpeed("core", true, 1, 1e9, 4e9, "made up");

  private static final DeviceSpeed GPU = new DeviceSpeed("GPU", false, 1, 1e9, 4e9, "made up");

  private static final Offset<Double> ROUNDING = within(1e-9);

  @Test
  void aTeacherTakesAForwardPassOfTheFullNetworkForEveryImageOnACore() {
    Workload plain = workload("", CORE);
    Workload taught = workload("train.teacher = supernet", CORE);

    double own = 10 * 8000 * 0.85 * MACS / 1e9 / 3600;
    double teacher = 10 * 8000 * MACS / 4e9 / 3600;
    assertThat(trainHours(plain)).isCloseTo(own, ROUNDING);
    assertThat(trainHours(taught)).isCloseTo(own + teacher, ROUNDING);
    assertThat(plain.notes()).isEmpty();
  }

  @Test
  void aCoreOfSeveralTeachesAtItsShareOfTheSpeed() {
    DeviceSpeed two = new DeviceSpeed("two cores", true, 2, 2e9, 8e9, "made up");
    Workload plain = workload("train.steps-per-round = 1000000", two);
    Workload taught = workload("train.steps-per-round = 1000000, train.teacher = supernet", two);

    double teacher = 10 * 4000 * MACS / 4e9 / 3600;
    assertThat(trainHours(taught) - trainHours(plain)).isCloseTo(teacher, ROUNDING);
  }

  @Test
  void besideAGpuTheTeacherMayBeTheLimit() {
    Workload taught = workload("train.teacher = supernet", CORE, GPU);

    assertThat(taught.devices().get(1).hours().get(0).train().getAsDouble())
        .isCloseTo(10 * 8000 * 0.85 * MACS / 1e9 / 3600, ROUNDING);
    assertThat(taught.notes()) // 4e9 / 849,936
        .containsExactly(
            "train on GPUs: the teacher always runs on the host's cores, which is not in these hours",
            "and may be the limit: a core answers 4,706 images a second");
  }

  @Test
  void whatAFileTakesAsATeacherIsSaidNotToBeKnown() {
    Workload taught = workload("train.teacher = other.onnx", CORE);

    assertThat(trainHours(taught)).isCloseTo(10 * 8000 * 0.85 * MACS / 1e9 / 3600, ROUNDING);
    assertThat(taught.notes())
        .containsExactly("train: what the teacher takes is not in it (train.teacher is a file)");
  }

  @Test
  void winnersOnTheWayAreTrained() {
    Workload along =
        workload("train { initial-weights = trajectory, trajectory-epochs = 3 }", CORE);

    PlannedTraining way = along.trainings().get(0);
    assertThat(along.trainings()).hasSize(2);
    assertThat(way.network()).isEqualTo("on the way");
    assertThat(way.epochs()).isEqualTo(2 * 3);
    assertThat(way.steps()).isEqualTo(2 * 3 * 100);
    assertThat(way.macs()).isCloseTo((0.9 + 0.85) / 2 * MACS, within(1e-6));
    double found = 10 * 8000 * 0.85 * MACS;
    double winners = 3 * 8000 * (0.9 + 0.85) * MACS;
    assertThat(trainHours(along)).isCloseTo((found + winners) / 1e9 / 3600, ROUNDING);
    assertThat(volume(along, Place.STORED, "trained networks"))
        .isEqualTo(volume(workload("", CORE), Place.STORED, "trained networks"));
  }

  @Test
  void moreTasksThanWorkersDoNotHelp() {
    Workload fixed = workload("supernet { workers = 2, batch = 80, epochs = 10 }", CORE);

    List<StepHours> hours = fixed.devices().get(0).hours();
    double two = hours.get(1).supernet().getAsDouble();
    assertThat(hours.subList(1, hours.size()))
        .allSatisfy(some -> assertThat(some.supernet()).hasValue(two));
    // Half of the images each; alone, a task does the work of both.
    double once = 10 * 4000 * MACS / 1e9 / 3600;
    assertThat(two).isGreaterThan(once);
    assertThat(hours.get(0).supernet().getAsDouble() - two).isCloseTo(once, within(1e-3 * once));
    assertThat(fixed.notes())
        .containsExactly(
            "supernet.workers is 2: more tasks at a time do not make its training faster");
  }

  @Test
  void bothTrainingsNeedMemoryBesideTheHeap() {
    Workload planned = workload("supernet.batch = 64", CORE);
    SubNetwork full = SubNetwork.full(DIGITS);

    assertThat(volume(planned, Place.NATIVE, "train"))
        .isEqualTo(TrainingMemory.bytes(full, settings("").train().plan()))
        .isGreaterThan(volume(planned, Place.NATIVE, "train-supernet"));
  }

  @Test
  void depthsTakeFourBytesAPixelBesideTheImage() {
    String what = "search: held-out images";
    double classes = volume(workload("", CORE), Place.CACHED, what);

    Workload depths = workload("task = depth, data.source = rooms", CORE);

    assertThat(classes).isEqualTo(1000 * 28 * 28);
    assertThat(volume(depths, Place.CACHED, what)).isEqualTo(5 * classes);
  }

  private static double trainHours(Workload workload) {
    return workload.devices().get(0).hours().get(0).train().getAsDouble();
  }

  private static double volume(Workload workload, Place place, String what) {
    return workload.volumes().stream()
        .filter(volume -> volume.place() == place && volume.what().equals(what))
        .findFirst()
        .orElseThrow()
        .most();
  }

  private static Workload workload(String text, DeviceSpeed... speeds) {
    MacCount macs = new MacCount();
    Settings settings = settings(text);
    Setup setup = new Setup(settings, DIGITS, List.of(macs), macs, 1, 1, 1, 0);
    Planner planner = new Planner(setup, new ImageCounts(8000, 1000, 1000, 10, Origin.COUNTED));
    Budgets budgets = Budgets.of(settings.search().budgets(), DIGITS, macs);
    Forecast forecast = Forecast.of(MACS, budgets, settings.search().plan());
    return planner.workload(
        planner.supernet(), forecast, planner.trainings(budgets, forecast), List.of(speeds));
  }

  private static Settings settings(String text) {
    return Settings.of(SEARCH + TRAIN + text, Map.of());
  }
}
