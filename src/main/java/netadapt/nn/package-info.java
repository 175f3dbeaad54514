/**
 * Builds super-networks and sub-networks as Deeplearning4j graphs of elastic layers, and draws for
 * each image of a batch the sub-network that computes it.
 */
package netadapt.nn;
