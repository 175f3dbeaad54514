/** Scores sub-networks on held-out images: one Spark job for all of an iteration's samples. */
package netadapt.score;
