package netadapt.train;

import java.util.Optional;

/** An executor's teacher: one for all its tasks, kept until another one is asked for. */
final class WorkerTeachers {
  private static Optional<Loaded> current = Optional.empty();

  private WorkerTeachers() {}

  /** A teacher, and how many are asking it. */
  private static final class Loaded {
    final String id;
    final Teacher teacher;
    int users;
    boolean replaced;

    Loaded(String id, Teacher teacher) {
      this.id = id;
      this.teacher = teacher;
    }

    void closeIfUnused() {
      if (replaced && users == 0) {
        teacher.close();
      }
    }
  }

  /** The answers of a teacher, which is loaded if it is not there. */
  static float[][] logits(SentTeacher sent, float[] images, int count, int threads) {
    Loaded loaded = take(sent, threads);
    try {
      return loaded.teacher.logits(images, count);
    } finally {
      giveBack(loaded);
    }
  }

  private static synchronized Loaded take(SentTeacher sent, int threads) {
    if (current.isPresent() && !current.get().id.equals(sent.id())) {
      current.get().replaced = true;
      current.get().closeIfUnused();
      current = Optional.empty();
    }
    if (current.isEmpty()) {
      current = Optional.of(new Loaded(sent.id(), sent.load(threads)));
    }
    current.get().users++;
    return current.get();
  }

  private static synchronized void giveBack(Loaded loaded) {
    loaded.users--;
    loaded.closeIfUnused();
  }
}
