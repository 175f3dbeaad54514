package netadapt.search;

import java.io.Serializable;
import java.util.List;
import netadapt.arch.Architecture;

/**
 * A sub-network proposed in one iteration.
 *
 * @param index from 0, unique within the iteration
 * @param architecture canonical
 * @param shrunk names of the layers that are smaller than in the previous best by choice, in the
 *     network's order; layers that merely have fewer channels to read are not among them
 * @param resource its cost by the metric that guides the search
 */
public record Sample(int index, Architecture architecture, List<String> shrunk, double resource)
    implements Serializable {
  public Sample {
    shrunk = List.copyOf(shrunk);
  }
}
