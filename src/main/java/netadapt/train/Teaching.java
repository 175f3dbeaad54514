package netadapt.train;

import java.io.Serializable;

/** How a task asks a teacher. */
public interface Teaching extends Serializable {
  /** There is no teacher to ask. */
  Teaching NONE =
      (images, count, threads) -> {
        throw new IllegalStateException("there is no teacher to ask");
      };

  /**
   * The teacher's answers.
   *
   * @param images and {@code count} as of {@link Teacher#logits}
   * @param threads of the task, at least 1
   */
  float[][] logits(float[] images, int count, int threads);
}
