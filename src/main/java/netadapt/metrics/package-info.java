/**
 * Sends the numbers of a run, while it works, to where people watch them: Spark's metrics system
 * and TensorBoard.
 */
package netadapt.metrics;
