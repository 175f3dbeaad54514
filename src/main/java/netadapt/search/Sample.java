package netadapt.search;

import java.io.Serializable;
import java.util.List;
import netadapt.arch.Architecture;

/**
 * A sub-network proposed in one iteration.
 *
 * @param index from 0, unique within the iteration
 * @param architecture canonical
 * @param move how it was made
 * @param parents what it was made from, canonical: none, one, or for a crossover two
 * @param shrunk names of the layers that are smaller than in the first parent by choice, in the
 *     network's order; layers that merely have fewer channels to read are not among them
 * @param grown names of the layers that are larger than in the first parent, in the network's order
 * @param resource its cost by the metric that guides the search
 */
public record Sample(
    int index,
    Architecture architecture,
    Move move,
    List<Architecture> parents,
    List<String> shrunk,
    List<String> grown,
    double resource)
    implements Serializable {
  public Sample {
    parents = List.copyOf(parents);
    shrunk = List.copyOf(shrunk);
    grown = List.copyOf(grown);
  }

  /**
   * A network that was not made from others.
   *
   * @param index from 0
   * @param architecture canonical
   * @param resource its cost
   */
  public static Sample given(int index, Architecture architecture, double resource) {
    return new Sample(index, architecture, Move.GIVEN, List.of(), List.of(), List.of(), resource);
  }

  /** The same at another place. */
  Sample at(int other) {
    return new Sample(other, architecture, move, parents, shrunk, grown, resource);
  }
}
