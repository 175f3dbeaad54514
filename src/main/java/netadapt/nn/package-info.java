/**
 * The super-network as a Deeplearning4j graph: elastic layers, whose width and kernel each image
 * draws for itself, and the kernels that compute them.
 */
package netadapt.nn;
