package netadapt.train;

/**
 * What a worker has come to in a round.
 *
 * @param worker its number among the workers
 * @param state after its minibatches
 * @param stats how the round went for it
 */
public record WorkerResult(int worker, WorkerState state, WorkerStats stats) {}
