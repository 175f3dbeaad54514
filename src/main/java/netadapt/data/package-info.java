/**
 * Reads, decodes, splits and augments image datasets and keeps them as Parquet; knows nothing of
 * networks or tensors.
 */
package netadapt.data;
