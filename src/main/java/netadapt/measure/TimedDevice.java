package netadapt.measure;

import netadapt.BadInput;

/**
 * What timings are of: the first line of their file.
 *
 * @param format {@link #FORMAT}
 * @param network name of the super-network
 * @param networks tells the measured networks from others of the same name
 * @param processor of the device
 * @param threads that worked on one image
 * @param runtime that ran the models, with its version
 */
record TimedDevice(
    String format, String network, String networks, String processor, int threads, String runtime) {
  /** Name and version of the files' format. */
  static final String FORMAT = "netadapt timings 1";

  TimedDevice {
    if (!FORMAT.equals(format)) {
      throw new BadInput("format is %s but must be \"%s\"".formatted(format, FORMAT));
    }
  }

  @Override
  public String toString() {
    return "%s (%s) with %d threads of %s by %s"
        .formatted(network, networks, threads, processor, runtime);
  }
}
