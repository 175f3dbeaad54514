package netadapt.metrics;

/** How the last step that a process did of a run has ended. */
public enum RunEnd {
  /** With its result. */
  FINISHED,
  /** Somebody has stopped it; it can be resumed. */
  STOPPED,
  /** With an error. */
  FAILED
}
