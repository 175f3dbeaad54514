package netadapt.settings;

import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Optional;

/**
 * Which networks are trained, each by itself, after a search.
 *
 * @param budgets those of the search whose networks are, as {@code search.budgets} has them
 * @param baselines what they are compared with
 */
public record TrainedNetworks(List<Double> budgets, List<Baseline> baselines) {
  /** For a training that is not of what a search found. */
  static final TrainedNetworks NONE = new TrainedNetworks(List.of(), List.of());

  public TrainedNetworks {
    budgets = List.copyOf(budgets);
    baselines = List.copyOf(baselines);
  }

  /** A network that nobody has searched. */
  public enum Baseline {
    /** The one that the search starts from. */
    INITIAL,
    /** For each budget, the initial one with the same share of the filters of all layers. */
    SCALED
  }

  static TrainedNetworks read(Section train, SearchSettings search) {
    List<Double> searched = search.budgets();
    return new TrainedNetworks(
        train.value(
            "budgets",
            value -> budgets(value, searched),
            "all, smallest, or some of search.budgets, " + searched,
            List.of()),
        train.choices("baselines", Baseline.class));
  }

  private static Optional<List<Double>> budgets(ConfigValue value, List<Double> searched) {
    if (searched.isEmpty()) {
      return Optional.of(List.of()); // which is a mistake of its own
    }
    return switch (Conversion.toText(value).orElse("")) {
      case "all" -> Optional.of(searched);
      case "smallest" -> Optional.of(searched.subList(searched.size() - 1, searched.size()));
      default ->
          Conversion.toAmounts(value)
              .filter(given -> !given.isEmpty() && searched.containsAll(given));
    };
  }
}
