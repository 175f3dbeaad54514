package netadapt.search;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Draws samples, one way or the other. */
interface Moves {
  /**
   * Draws a sample that keeps to the target and all limits.
   *
   * @param index that the sample is to have
   * @param random the only source of chance
   * @return empty if this draw comes to nothing; another may
   */
  Optional<Sample> draw(int index, SplittableRandom random);

  /**
   * Moves that go on from samples drawn before, where that makes sense.
   *
   * @param drawn at least one
   */
  default Moves from(List<Sample> drawn) {
    return this;
  }

  /** Draws from more networks from now on; false if there are no more. */
  default boolean widen() {
    return false;
  }

  /** Up to how many draws find a new sample, if there is one to be found. */
  int patience();
}
