package netadapt.data;

/** What an image is used for. */
public enum Split {
  /** Trains the super-network and the network that was found. */
  TRAIN("train"),
  /** Scores sub-networks during the search. */
  HELD_OUT("held-out"),
  /** Reports the final network, and is touched for nothing else. */
  TEST("test");

  private final String column;

  Split(String column) {
    this.column = column;
  }

  /** The value in the {@code split} column and in {@code dataset.json}. */
  public String column() {
    return column;
  }
}
