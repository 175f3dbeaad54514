package netadapt.run;

/** What becomes of a network whose score is asked for, and which nobody has scored. */
public enum UnknownScores {
  /** It gets the score that is expected of it, given all scores that are recorded. */
  ESTIMATE,
  /** It gets none, and never wins. */
  FAIL
}
