/**
 * What a network is to tell of an image: the one place that knows what a label, a loss, a score and
 * a network's end are. Knows nothing of Spark or tensors.
 */
package netadapt.task;
