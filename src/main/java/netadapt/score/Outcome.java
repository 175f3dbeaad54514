package netadapt.score;

import java.io.Serializable;
import java.util.BitSet;

/**
 * What a sub-network made of a shard's images.
 *
 * @param right those, by their number in the shard, that the metric gives more than 0
 */
record Outcome(Tally tally, BitSet right) implements Serializable {}
