package netadapt;

import java.util.Locale;

/** The steps of a run, in order; each needs what those before it have left. */
public enum Step {
  /** Reads the images and writes them as Parquet. */
  PREPARE,
  /** Trains the weights that all sub-networks share. */
  TRAIN_SUPERNET,
  /** Shrinks the network until it meets every budget. */
  SEARCH,
  /** Trains the network that was found, and tests it. */
  TRAIN,
  /** Writes the trained network as ONNX. */
  EXPORT,
  /** Writes the page for people. */
  REPORT;

  /** As on the command line and in tables, such as {@code train-supernet}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
