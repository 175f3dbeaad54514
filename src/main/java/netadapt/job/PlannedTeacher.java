package netadapt.job;

import java.util.Optional;
import netadapt.BadInput;
import netadapt.settings.TeacherSettings;
import org.apache.hadoop.conf.Configuration;

/** Looks at the teacher of a run that has not begun: as far as that needs no images. */
final class PlannedTeacher {
  private PlannedTeacher() {}

  /**
   * The teacher as it is set, once it is known to be one.
   *
   * @throws BadInput if a file that it names cannot be read, or is no model that can be asked
   */
  static Optional<TeacherSettings> checked(Optional<TeacherSettings> chosen, Configuration hadoop) {
    chosen.filter(teacher -> !teacher.isSupernet()).ifPresent(teacher -> check(teacher, hadoop));
    return chosen;
  }

  private static void check(TeacherSettings teacher, Configuration hadoop) {
    if (!teacher.classes().file().isEmpty()) {
      NamedFile.read(ChosenTeacher.CLASSES, teacher.classes().file(), hadoop);
    }
    byte[] content = NamedFile.read(ChosenTeacher.TEACHER, teacher.model(), hadoop);
    try (TeacherModel model = new TeacherModel(teacher.model(), content, teacher)) {
      model.check();
    }
  }
}
