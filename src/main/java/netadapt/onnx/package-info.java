/** Writes sub-networks as ONNX models and runs such models on images; knows nothing of Spark. */
package netadapt.onnx;
