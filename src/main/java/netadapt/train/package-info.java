/**
 * Trains a graph data-parallel on Spark: recipes, minibatches, averaging rounds, moving averages
 * and checkpoints.
 */
package netadapt.train;
