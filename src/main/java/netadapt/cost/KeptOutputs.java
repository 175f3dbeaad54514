package netadapt.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import netadapt.arch.Block;

/**
 * What a block does with the channels that blocks before it gave and that skips, its own or later
 * ones, add: they are a list, in the order of the blocks.
 *
 * @param names of the blocks whose channels reach this block
 * @param staying of these, the names of those that later skips still add
 * @param adds name of the block that this one's skip adds; empty for none
 * @param keeps whether a later skip adds this block's own output
 */
record KeptOutputs(List<String> names, List<String> staying, String adds, boolean keeps) {
  /** One for every block of a network. */
  static List<KeptOutputs> of(List<Block> blocks) {
    List<KeptOutputs> all = new ArrayList<>();
    List<String> names = List.of();
    for (int i = 0; i < blocks.size(); i++) {
      List<String> added = blocks.subList(i + 1, blocks.size()).stream().map(Block::skip).toList();
      List<String> staying = names.stream().filter(added::contains).toList();
      Block block = blocks.get(i);
      boolean keeps = added.contains(block.name());
      all.add(new KeptOutputs(names, staying, block.skip(), keeps));
      names = new ArrayList<>(staying);
      if (keeps) {
        names.add(block.name());
      }
    }
    return all;
  }

  /** The channels that the block's skip adds. */
  int skipped(List<Integer> kept) {
    return kept.get(names.indexOf(adds));
  }

  /** What is kept after the block, which gives so many channels. */
  List<Integer> after(List<Integer> kept, int channels) {
    if (names.isEmpty() && !keeps) {
      return kept;
    }
    List<Integer> after = new ArrayList<>();
    IntStream.range(0, names.size())
        .filter(i -> staying.contains(names.get(i)))
        .forEach(i -> after.add(kept.get(i)));
    if (keeps) {
      after.add(channels);
    }
    return List.copyOf(after);
  }
}
