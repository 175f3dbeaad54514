/**
 * The super-network as a Deeplearning4j graph: elastic layers, whose width and kernel each image
 * draws for itself, the kernels that compute them, and what they compute on.
 */
package netadapt.nn;
