package netadapt.score;

import java.io.Serializable;

/**
 * How a sub-network did on images.
 *
 * @param candidate its position in the list that was scored
 * @param correct images whose largest logit is their label's
 * @param images images scored
 * @param invalid images whose logits are not numbers; a network with any has no accuracy
 * @param seconds spent on it, all tasks together
 * @param executor where; several are joined by commas
 */
public record Accuracy(
    int candidate, long correct, long images, long invalid, double seconds, String executor)
    implements Serializable {

  /** The share of images classified correctly, in {@code [0, 1]}; not a number if it failed. */
  public double topOne() {
    return invalid > 0 || images == 0 ? Double.NaN : (double) correct / images;
  }

  /** Both together: the same sub-network on other images. */
  Accuracy plus(Accuracy other) {
    String where = executor.equals(other.executor) ? executor : executor + "," + other.executor;
    return new Accuracy(
        candidate,
        correct + other.correct,
        images + other.images,
        invalid + other.invalid,
        seconds + other.seconds,
        where);
  }
}
