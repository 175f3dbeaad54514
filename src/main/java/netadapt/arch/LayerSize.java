package netadapt.arch;

import java.io.Serializable;

/**
 * What remains of one searched layer.
 *
 * @param filters M, 0 or more; 0 leaves only the bypass
 * @param kernel side of the kernel, odd
 */
public record LayerSize(int filters, int kernel) implements Serializable {
  public LayerSize {
    if (filters < 0) {
      throw new IllegalArgumentException("filters is " + filters + " but must be at least 0");
    }
    if (kernel < 1 || kernel % 2 == 0) {
      throw new IllegalArgumentException("kernel is " + kernel + " but must be odd");
    }
  }
}
