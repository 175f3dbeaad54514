package netadapt.search;

import java.util.List;

/**
 * What a search found.
 *
 * @param landings one per budget, budgets descending
 * @param last the last iteration, whose winner meets the smallest budget
 */
public record SearchResult(List<Landing> landings, Iteration last) {
  public SearchResult {
    landings = List.copyOf(landings);
  }
}
