/** Keeps what a run writes: its directory, its Parquet tables, and the search's journal. */
package netadapt.run;
