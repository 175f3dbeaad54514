package netadapt.metrics;

/** How a step has ended, or all steps that a process did of a run. */
public enum RunEnd {
  /** With its result. */
  FINISHED,
  /** Somebody has stopped it; it can be resumed. */
  STOPPED,
  /** With an error. */
  FAILED
}
