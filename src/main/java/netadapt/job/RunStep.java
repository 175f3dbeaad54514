package netadapt.job;

/** One of the things a run does, in order; each can be called alone. */
public interface RunStep {
  /** As on the command line, such as {@code train-supernet}. */
  String name();

  /** Whether its results are all there. */
  boolean done(Run run);

  /**
   * Does it, or goes on with it.
   *
   * @param progress told how far it is
   * @return what came out, in a few words
   */
  String execute(Run run, Progress progress);
}
