package netadapt.arch;

/** The non-linearity after a layer's batch normalisation. */
public enum Activation {
  NONE,
  /** {@code max(0, x)}. */
  RELU,
  /** {@code x · min(max(x + 3, 0), 6) / 6}. */
  HARD_SWISH
}
