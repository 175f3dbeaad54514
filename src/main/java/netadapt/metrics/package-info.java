/** Sends the numbers of a run, while it works, to Spark's metrics system. */
package netadapt.metrics;
