package netadapt.data;

/** A worker's training images in the order of one epoch, each of them once; for one thread. */
public interface EpochImages {
  /**
   * One of them; fastest from one place to the next.
   *
   * @param place in the order, from 0
   * @throws IndexOutOfBoundsException if the worker has fewer images
   * @throws java.io.UncheckedIOException if the image cannot be read
   */
  TrainingImage at(int place);
}
