package netadapt.task;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;
import netadapt.BadInput;

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
   * @throws BadInput if it is a task's class but none can be made
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
    Class<? extends Task> found;
    try {
      found = Class.forName(name, /* initialize= */ false, loader).asSubclass(Task.class);
    } catch (ClassNotFoundException | ClassCastException e) {
      return Optional.empty();
    } catch (LinkageError e) {
      throw unusable(name, e);
    }
    if (found.isInterface()) {
      return Optional.empty();
    }
    try {
      return Optional.of(found.getConstructor().newInstance());
    } catch (InvocationTargetException e) {
      throw unusable(name, e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw unusable(name, e);
    }
  }

  private static BadInput unusable(String name, Throwable reason) {
    return new BadInput(
        "task is %s but no such task can be made (%s): give the class a public constructor without parameters, and put all that it needs on the class path"
            .formatted(name, reason),
        reason);
  }
}
