package netadapt.task;

import java.util.List;
import java.util.Optional;

/** The tasks there are. */
public final class Tasks {
  /** Those that come with the project. */
  public static final List<Task> BUILT_IN = List.of(new Classification(), new DepthEstimation());

  private Tasks() {}

  /**
   * A task by its name, or by its class's.
   *
   * @param name {@code classification}, {@code depth}, or a class on the class path that implements
   *     {@link Task} and has a public constructor without parameters
   * @return empty if there is none
   */
  public static Optional<Task> named(String name) {
    Optional<Task> builtIn = BUILT_IN.stream().filter(task -> task.name().equals(name)).findFirst();
    return builtIn.isPresent() ? builtIn : ofClass(name);
  }

  /** The class is looked at before its static initialiser may run: the name may be from a file. */
  private static Optional<Task> ofClass(String name) {
    ClassLoader ofThread =
        Thread.currentThread().getContextClassLoader(); // has spark-submit's jars
    ClassLoader loader = ofThread == null ? Tasks.class.getClassLoader() : ofThread;
    try {
      return Optional.of(
          Class.forName(name, /* initialize= */ false, loader)
              .asSubclass(Task.class)
              .getConstructor()
              .newInstance());
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      return Optional.empty();
    }
  }
}
