package netadapt.cost;

import java.util.OptionalDouble;
import netadapt.BadInput;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;

/** A network's cost by a {@link CostTable}: the sum over its operators. */
public final class TableCost implements Resource {
  private static final String MEND =
      "it is of another network, image size or grid of widths; measure-latency with this run's --config makes one of this machine";

  private final CostTable table;
  private final String source;
  private final CostTable.Index index;
  private final double ofNetwork;

  /**
   * @param source of the table, for messages
   */
  public TableCost(CostTable table, String source) {
    this.table = table;
    this.source = source;
    this.index = table.index();
    this.ofNetwork = index.of(Operator.NETWORK).orElse(0);
  }

  @Override
  public String name() {
    return table.metric();
  }

  @Override
  public String unit() {
    return table.unit();
  }

  @Override
  public boolean knows(SubNetwork network) {
    boolean[] all = {true};
    Operators.of(network, operator -> all[0] &= index.of(operator).isPresent());
    return all[0];
  }

  /**
   * The sum.
   *
   * @throws BadInput if the table has no row for an operator, and none around it
   */
  @Override
  public double of(SubNetwork network) {
    double[] sum = {ofNetwork};
    Operators.of(network, operator -> sum[0] += orMissing(operator));
    return sum[0];
  }

  private double orMissing(Operator operator) {
    OptionalDouble cost = index.of(operator);
    return cost.orElseThrow(
        () ->
            new BadInput(
                "%s has no row for a %s%s: %s".formatted(source, operator, around(), MEND)));
  }

  /**
   * Looks whether the table knows every operator that a search may come to.
   *
   * @throws BadInput if one is missing; with how many
   */
  public void check(SuperNetwork network) {
    long missing = 0;
    Operator first = null;
    for (Operator operator : Operators.reachable(network)) {
      if (index.of(operator).isEmpty()) {
        missing++;
        first = first == null ? operator : first;
      }
    }
    if (missing > 0) {
      throw new BadInput(
          "%s has no row for a %s%s, and so for %,d operators of %s: %s"
              .formatted(source, first, around(), missing, network.name(), MEND));
    }
  }

  private String around() {
    return table.interpolated() ? ", and none around it" : "";
  }
}
