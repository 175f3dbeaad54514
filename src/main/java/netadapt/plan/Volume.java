package netadapt.plan;

/**
 * Bytes that are sent, kept or written.
 *
 * @param place where
 * @param what they are
 * @param least at least so many
 * @param most at most so many
 */
public record Volume(Place place, String what, double least, double most) {
  /** Where bytes are. */
  public enum Place {
    /** Sent to every executor. */
    BROADCAST("sent to every executor"),
    /** In all executors together. */
    CACHED("kept on all executors together"),
    /** On the file system of the run. */
    STORED("written"),
    /** In Java's heap of one executor. */
    HEAP("Java's heap of an executor"),
    /** Outside of Java's heap of one executor. */
    NATIVE("beside the heap of an executor");

    private final String title;

    Place(String title) {
      this.title = title;
    }

    /** As people say it. */
    public String title() {
      return title;
    }
  }

  static Volume of(Place place, String what, double bytes) {
    return new Volume(place, what, bytes, bytes);
  }
}
