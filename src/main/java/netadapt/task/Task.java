package netadapt.task;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import netadapt.arch.SuperNetwork;

/**
 * What networks are to tell of images: what an image's label is, how a network ends, what its
 * training makes small, and what its outputs are worth. Nothing else knows which task it is.
 *
 * <p>One of a user's own is a class with a public constructor without parameters; {@code task =
 * CLASS} names it. It is sent to executors, so it is on their class path, too.
 */
public interface Task extends Serializable {
  /** What is known of an image. */
  enum Label {
    /** One of the dataset's classes. */
    CLASS,
    /** Numbers of every pixel, {@code [h, w]} at the network's size. */
    MAP
  }

  /** As configurations and tables have it. */
  String name();

  /** What the images of a dataset must come with. */
  Label label();

  /**
   * Finds out whether a network tells what is to be told.
   *
   * @return what such a network ends in, if this one does not, to follow the words "must end in"
   */
  Optional<String> wrongEnd(SuperNetwork network);

  /**
   * What the training of a network makes small that tells something of every pixel; empty where a
   * network tells classes apart, which is trained by their cross entropy.
   */
  Optional<Loss> loss();

  /** By what networks may be scored, at least one. */
  List<Quality> qualities();

  /**
   * What a trained network is tested by on the test images, beside the metric of its scores.
   *
   * @param classes of the dataset
   */
  List<Quality> tests(int classes);

  /**
   * A quality by its name; empty if the task has none of that name.
   *
   * @param name as of {@link Quality#name}
   */
  default Optional<Quality> quality(String name) {
    return qualities().stream().filter(quality -> quality.name().equals(name)).findFirst();
  }
}
