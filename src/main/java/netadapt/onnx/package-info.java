/**
 * Writes sub-networks as ONNX models, runs such models on images, and reads the weights of others'
 * models; knows nothing of Spark.
 */
package netadapt.onnx;
