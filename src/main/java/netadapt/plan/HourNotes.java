package netadapt.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import netadapt.settings.Settings;
import netadapt.settings.TrainingSettings;

/** What a reader of planned hours has to know beside them. */
final class HourNotes {
  private HourNotes() {}

  /** Sentences that concern these settings. */
  static List<String> of(Setup setup, List<DeviceSpeed> speeds) {
    Settings settings = setup.settings();
    List<String> notes = new ArrayList<>();
    workers("supernet", settings.supernet()).ifPresent(notes::add);
    workers("train", settings.train()).ifPresent(notes::add);
    if (settings.train().teacher().isPresent()) {
      notes.addAll(taught(setup, speeds));
    }
    return notes;
  }

  private static Optional<String> workers(String section, TrainingSettings training) {
    return training.workers() == 0
        ? Optional.empty()
        : Optional.of(
            "%s.workers is %d: more tasks at a time do not make its training faster"
                .formatted(section, training.workers()));
  }

  private static List<String> taught(Setup setup, List<DeviceSpeed> speeds) {
    if (setup.teacherMacs().isEmpty()) {
      return List.of("train: what the teacher takes is not in it (train.teacher is a file)");
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        "train on GPUs: the teacher always runs on the host's cores, which is not in these hours");
    Optional<DeviceSpeed> core = speeds.stream().filter(DeviceSpeed::processor).findFirst();
    notes.add(
        core.map(
                speed ->
                    String.format(
                        Locale.ROOT,
                        "and may be the limit: a core answers %,.0f images a second",
                        speed.scoringMacsOfTask() / setup.teacherMacs().getAsDouble()))
            .orElse("and may be the limit: plan where processors can be measured says how fast"));
    return notes;
  }
}
