package netadapt.measure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import netadapt.Seeds;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.Operators;
import netadapt.search.RandomSubNetworks;

/**
 * The sub-networks that are measured for a table: some that together have every operator, from
 * whose times it is made, and random ones, by whose times it is checked.
 *
 * @param network the super-network
 * @param sources that the table is made from; the whole network first
 * @param checks that it is checked by
 */
record MeasuredNetworks(SuperNetwork network, List<SubNetwork> sources, List<SubNetwork> checks) {
  /** Random ones are spread over bands of the MACs, from this share to all of them. */
  private static final double LEAST_SHARE = 0.25;

  private static final int BANDS = 10;
  private static final int PER_BAND = 3;
  private static final long SEED = 1;

  MeasuredNetworks {
    sources = List.copyOf(sources);
    checks = List.copyOf(checks);
  }

  /** Those of a super-network; always the same. */
  static MeasuredNetworks of(SuperNetwork network) {
    List<SubNetwork> sources = Operators.covering(network);
    List<SubNetwork> checks = new ArrayList<>(random(network));
    checks.removeAll(sources);
    return new MeasuredNetworks(network, sources, checks);
  }

  /** Fewer where a band has hardly any networks. */
  private static List<SubNetwork> random(SuperNetwork network) {
    double all = MacCount.count(SubNetwork.full(network));
    double band = all * (1 - LEAST_SHARE) / BANDS;
    RandomSubNetworks networks = new RandomSubNetworks(network, new MacCount(), SEED);
    Set<SubNetwork> random = new LinkedHashSet<>();
    for (int i = 0; i < BANDS; i++) {
      double low = all * LEAST_SHARE + i * band;
      for (int draw = 0; draw < PER_BAND; draw++) {
        networks
            .draw(low, low + band, Seeds.random(SEED, "check", i, draw))
            .ifPresent(drawn -> random.add(SubNetwork.of(network, drawn)));
      }
    }
    return List.copyOf(random);
  }

  /** All of them: their numbers are their places. */
  List<SubNetwork> all() {
    List<SubNetwork> all = new ArrayList<>(sources);
    all.addAll(checks);
    return all;
  }

  /** Whether a number is that of a network that the table is made from. */
  boolean isSource(int number) {
    return number < sources.size();
  }

  /** Tells these networks from any others. */
  String id() {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      String images = "%s %d".formatted(network.input(), network.classes());
      hash.update(images.getBytes(StandardCharsets.UTF_8));
      for (SubNetwork sub : all()) {
        String json = ArchitectureJson.write(network, sub.architecture());
        hash.update(json.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(hash.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
