/** Runs the notebooks of {@code notebooks/} as their programs do, cell by cell. */
package netadapt.notebook;
