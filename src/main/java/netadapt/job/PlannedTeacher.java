package netadapt.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.HadoopFiles;
import netadapt.settings.TeacherSettings;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

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
      read("train.distillation.classes", teacher.classes().file(), hadoop);
    }
    byte[] content = read("train.teacher", teacher.model(), hadoop);
    try (TeacherModel model = new TeacherModel(teacher.model(), content, teacher)) {
      model.check();
    }
  }

  private static byte[] read(String setting, String file, Configuration hadoop) {
    Path path = new Path(file);
    try (InputStream in = HadoopFiles.of(path, hadoop).open(path)) {
      return in.readAllBytes();
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInput(
          "%s is %s but that cannot be read: %s".formatted(setting, file, e.getMessage()), e);
    }
  }
}
