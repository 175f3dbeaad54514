/**
 * Decides which layers to shrink next and which sample wins; knows nothing of Spark, tensors or
 * files.
 */
package netadapt.search;
