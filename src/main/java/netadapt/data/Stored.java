package netadapt.data;

/** What a dataset keeps of an image. */
public enum Stored {
  /** Pixels of the network's size. */
  FITTED,
  /** Pixels, the shorter side scaled to one length. */
  PIXELS,
  /** A JPEG file, the shorter side scaled to one length. */
  JPEG,
  /** The bytes of its own file. */
  ORIGINAL
}
