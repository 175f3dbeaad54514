/**
 * How fast training, scoring and searching are, and how good what they find: one class a question;
 * {@link netadapt.benchmark.Table} asks them all and prints one table.
 */
package netadapt.benchmark;
