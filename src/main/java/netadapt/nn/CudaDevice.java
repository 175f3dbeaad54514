package netadapt.nn;

import java.util.stream.IntStream;

/**
 * An NVIDIA GPU.
 *
 * @param name what its driver calls it
 * @param major of its compute capability, such as 8 of 8.6
 * @param minor of its compute capability, such as 6 of 8.6
 */
record CudaDevice(String name, int major, int minor) {
  /** What {@link #supported} amounts to, for messages. */
  static final String SUPPORTED = "3.7 and 5.0 to 8.9, such as V100, T4, A100, A10 and L4";

  // The binaries in libnd4jcuda.so 1.0.0-M2.1 (its section .nv_fatbin), times ten. It has no PTX,
  // which a driver could compile for newer GPUs.
  private static final int[] BINARIES = {37, 50, 52, 60, 61, 70, 75, 80, 86};

  /**
   * Whether ND4J's CUDA build has code for it.
   *
   * @see <a href="https://docs.nvidia.com/cuda/ada-compatibility-guide/">NVIDIA: a binary runs on
   *     the same major compute capability and the same or a higher minor one</a>
   */
  boolean supported() {
    return IntStream.of(BINARIES).anyMatch(b -> b / 10 == major && b % 10 <= minor);
  }

  /** Such as {@code Tesla T4 (compute capability 7.5)}. */
  @Override
  public String toString() {
    return "%s (compute capability %d.%d)".formatted(name, major, minor);
  }
}
