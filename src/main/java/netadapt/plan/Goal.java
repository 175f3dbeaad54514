package netadapt.plan;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A budget that the search is to meet, or a limit that no network may exceed.
 *
 * @param setting where it is set, such as {@code search.budgets}
 * @param metric whose cost it bounds
 * @param unit of that
 * @param most what it allows, in the unit
 * @param share of the initial network's cost
 * @param iterations of the search until it is dealt with, at most; empty for a limit, and where it
 *     cannot be met
 * @param problem why it cannot be met; empty if it can
 */
public record Goal(
    String setting,
    String metric,
    String unit,
    double most,
    double share,
    OptionalInt iterations,
    Optional<String> problem) {}
