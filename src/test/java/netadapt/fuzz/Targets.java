package netadapt.fuzz;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import netadapt.data.DatasetTargets;
import netadapt.data.DepthTargets;
import netadapt.data.ImageTargets;
import netadapt.data.SourceTargets;
import netadapt.job.TeacherTargets;
import netadapt.measure.TimingTargets;
import netadapt.run.RunTargets;
import netadapt.settings.SettingsTargets;
import netadapt.train.CheckpointTargets;

/** Every reader of files from outside, in groups: what a group needs is loaded with it alone. */
enum Targets {
  SETTINGS(SettingsTargets::all),
  IMAGES(ImageTargets::all),
  SOURCES(SourceTargets::all),
  DEPTHS(DepthTargets::all),
  DATASETS(DatasetTargets::all),
  RUNS(RunTargets::all),
  TIMINGS(TimingTargets::all),
  CHECKPOINTS(CheckpointTargets::all),
  TEACHERS(TeacherTargets::all);

  @SuppressWarnings("ImmutableEnumChecker") // it makes them anew
  private final Supplier<List<Target>> group;

  Targets(Supplier<List<Target>> group) {
    this.group = group;
  }

  Stream<Target> stream() {
    return group.get().stream();
  }

  Target named(String name) {
    return stream().filter(target -> target.name().equals(name)).findFirst().orElseThrow();
  }
}
