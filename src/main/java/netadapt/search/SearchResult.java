package netadapt.search;

import java.util.List;

/**
 * What a search found.
 *
 * @param landings one per budget, budgets descending
 * @param front the networks of the whole search that no other one beats, costs descending
 * @param last the last iteration
 */
public record SearchResult(List<Landing> landings, List<FrontPoint> front, Iteration last) {
  public SearchResult {
    landings = List.copyOf(landings);
    front = List.copyOf(front);
  }

  /** The network found for the smallest budget. */
  public Landing smallest() {
    return landings.get(landings.size() - 1);
  }
}
