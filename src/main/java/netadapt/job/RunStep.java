package netadapt.job;

import netadapt.Step;

/** How one of the steps of a run is done. */
interface RunStep {
  Step step();

  /**
   * Looks, before anything is done, whether it can be resumed with the settings, as far as the
   * steps before it are done; changes nothing.
   *
   * @throws netadapt.BadInput if not
   */
  default void check(Run run) {}

  /** Whether its results are all there. */
  boolean done(Run run);

  /**
   * Whether it is done again, when its results are there, after another step of the same call or
   * for a user who asks for it alone.
   */
  default boolean repeats() {
    return false;
  }

  /**
   * Does it, or resumes it.
   *
   * @param progress told how far it is
   * @return what came out, in a few words
   * @throws netadapt.BrokenRule if a setting of its section breaks a rule
   */
  String execute(Run run, Progress progress);
}
