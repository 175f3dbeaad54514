/** Shows what a run came to: one HTML page of tables and pictures, from the run directory alone. */
package netadapt.report;
