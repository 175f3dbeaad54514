/**
 * How fast training is: one class a question, each answered by a ratio of things measured in turn;
 * {@link netadapt.benchmark.Table} asks them all and prints one table.
 */
package netadapt.benchmark;
