package netadapt.train;

/**
 * What a round ends with.
 *
 * @param state the mean of the workers' states
 * @param summary how the round went
 */
public record AveragedRound(WorkerState state, RoundSummary summary) {}
