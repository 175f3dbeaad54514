/**
 * Computes the layers, forward and backward, behind {@link netadapt.nn.kernels.Kernels}: with
 * oneDNN and passes of our own, or with ND4J's operations.
 */
package netadapt.nn.kernels;
