/** The layers' arithmetic, forward and backward: oneDNN's and our own, and ND4J's as reference. */
package netadapt.nn.kernels;
