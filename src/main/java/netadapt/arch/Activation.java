package netadapt.arch;

/**
 * The non-linearity after a layer's batch normalisation.
 *
 * @see <a href="https://arxiv.org/abs/1905.02244">Searching for MobileNetV3, section 5.2</a>
 */
public enum Activation {
  NONE,
  /** {@code max(0, x)}. */
  RELU,
  /** {@code x · min(max(x + 3, 0), 6) / 6}. */
  HARD_SWISH,
  /** {@code min(max(x + 3, 0), 6) / 6}. */
  HARD_SIGMOID
}
