/** Bytes that nobody wrote on purpose, for every reader of files from outside. */
package netadapt.fuzz;
