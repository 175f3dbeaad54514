/** Keeps what a run writes: its directory, its tables as typed rows, and the search's journal. */
package netadapt.run;
