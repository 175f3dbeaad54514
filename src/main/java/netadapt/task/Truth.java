package netadapt.task;

/**
 * What is known of an image.
 *
 * @param label its class; 0 where images have none
 * @param target what the network is to give, {@code [h, w]}; empty where that is a class. Not
 *     copied
 */
@SuppressWarnings("ArrayRecordComponent") // one per image and score
public record Truth(int label, float[] target) {
  private static final float[] NONE = {};

  /** Of an image that only has a class. */
  public static Truth of(int label) {
    return new Truth(label, NONE);
  }
}
