package netadapt.search;

import netadapt.BrokenRule;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;

/**
 * What no network that a search proposes may exceed, beside the budget.
 *
 * @param resource a cost
 * @param most of it, in its unit
 */
public record Limit(Resource resource, double most) {
  /**
   * Reads a limit as a user gives it.
   *
   * @param given below 1 a share of the initial network's, else in the resource's unit
   * @throws BrokenRule if it is not positive, or less than the smallest sub-network needs
   */
  public static Limit of(double given, SuperNetwork network, Resource resource) {
    double most = given < 1 ? given * resource.of(SubNetwork.full(network)) : given;
    double smallest = resource.of(SubNetwork.of(network, network.smallest()));
    if (!(given > 0 && most >= smallest)) {
      throw new BrokenRule(
          "limits." + resource.name(),
          given,
          "above 0 and at least what the smallest sub-network of %s has, %,.0f %s"
              .formatted(network.name(), smallest, resource.unit()));
    }
    return new Limit(resource, most);
  }

  /** Whether a network does not exceed it. */
  public boolean keeps(SubNetwork network) {
    return resource.of(network) <= most;
  }
}
