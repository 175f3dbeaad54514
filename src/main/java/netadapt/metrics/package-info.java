/**
 * Sends the numbers of a run, while it works, to where people watch them: Spark's metrics system,
 * TensorBoard and MLflow.
 */
package netadapt.metrics;
