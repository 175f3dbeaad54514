package netadapt.rank;

/**
 * How well a ranking agrees with what networks are worth.
 *
 * @param tau Kendall's tau-b with their accuracy, in {@code [-1, 1]}; undefined if all networks are
 *     equal
 * @param rho Spearman's rho with their accuracy, in {@code [-1, 1]}; undefined if all networks are
 *     equal
 * @param loss accuracy of the best network less that of the first in the ranking, in {@code [0,
 *     1]}; the mean over those that share the first place
 */
public record Agreement(Estimate tau, Estimate rho, Estimate loss) {}
