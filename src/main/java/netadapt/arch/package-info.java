/**
 * Super-networks, their sub-networks and weights as plain immutable values, with the channel
 * arithmetic and the slicing that everything else rests on; knows nothing of Spark or tensors.
 */
package netadapt.arch;
