package netadapt.data;

/** The order of an image's values in memory. */
public enum Layout {
  /** {@code [c, h, w]}. */
  CHANNELS_FIRST,
  /** {@code [h, w, c]}. */
  CHANNELS_LAST
}
