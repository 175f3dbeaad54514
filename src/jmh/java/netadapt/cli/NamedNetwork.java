package netadapt.cli;

import netadapt.arch.SuperNetwork;
import netadapt.settings.NetworkFile;

/** Lets the benchmarks read networks of {@code conf/networks}. */
public final class NamedNetwork {
  private NamedNetwork() {}

  /** The network as its file says. */
  public static SuperNetwork read(String name) {
    return NetworkFile.open(name).network();
  }
}
