package netadapt.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import netadapt.BadInput;
import netadapt.BrokenRule;

/** Finds the classes that are learned among those that a teacher tells apart. */
final class TeacherClasses {
  private TeacherClasses() {}

  /**
   * By their names or, if the teacher's have none and are as many, by their numbers.
   *
   * @param teacher for messages
   * @param classes that are learned, in their order
   * @param outputs of the teacher
   * @param names of the outputs, in their order; none if nobody says them
   * @return for each class that is learned, the number of its output
   * @throws BadInput if the teacher does not know them all
   */
  static List<Integer> columns(
      String teacher, List<String> classes, int outputs, List<String> names) {
    if (names.isEmpty()) {
      return byNumber(teacher, classes, outputs);
    }
    if (names.size() != outputs) {
      throw new BrokenRule(
          "distillation.classes",
          "%,d names".formatted(names.size()),
          "%,d, one for each output of %s".formatted(outputs, teacher));
    }
    List<String> missing = classes.stream().filter(one -> !names.contains(one)).toList();
    if (!missing.isEmpty()) {
      String more = missing.size() == 1 ? "" : " and %,d more".formatted(missing.size() - 1);
      throw new BadInput(
          ("%s does not know the class %s%s: name its classes as the images' are in"
                  + " train.distillation.classes, or take another teacher")
              .formatted(teacher, missing.get(0), more));
    }
    List<Integer> columns = new ArrayList<>();
    for (String one : classes) {
      if (Collections.frequency(names, one) > 1) {
        throw new BadInput(
            "%s has the class %s twice: give its classes other names in train.distillation.classes"
                .formatted(teacher, one));
      }
      columns.add(names.indexOf(one));
    }
    return columns;
  }

  private static List<Integer> byNumber(String teacher, List<String> classes, int outputs) {
    if (outputs != classes.size()) {
      throw new BrokenRule(
          "distillation.classes",
          "not set",
          ("the names of the %,d classes of %s, whose metadata do not say them, where the images"
                  + " have %,d")
              .formatted(outputs, teacher, classes.size()),
          "FILE");
    }
    return IntStream.range(0, outputs).boxed().toList();
  }
}
