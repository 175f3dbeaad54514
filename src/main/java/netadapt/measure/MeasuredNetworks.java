package netadapt.measure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import netadapt.Seeds;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.Operators;
import netadapt.search.RandomSubNetworks;

/**
 * The sub-networks that are measured for a table. Their numbers are their places, one list after
 * the other.
 *
 * @param network the super-network
 * @param sources from whose nodes the table is made: together they have every operator, and the
 *     whole network is the first
 * @param calibrations random ones, by which it is made to be right on average
 * @param checks random ones, by which it is checked
 */
record MeasuredNetworks(
    SuperNetwork network,
    List<SubNetwork> sources,
    List<SubNetwork> calibrations,
    List<SubNetwork> checks) {
  /** Random ones are spread over bands of the MACs, from this share to all of them. */
  private static final double LEAST_SHARE = 0.25;

  private static final int BANDS = 10;
  private static final int CALIBRATIONS = 1; // in each band
  private static final int CHECKS = 3; // in each band
  private static final long SEED = 1;

  MeasuredNetworks {
    sources = List.copyOf(sources);
    calibrations = List.copyOf(calibrations);
    checks = List.copyOf(checks);
  }

  /** Those of a super-network; always the same. */
  static MeasuredNetworks of(SuperNetwork network) {
    List<SubNetwork> sources = Operators.covering(network);
    List<SubNetwork> calibrations = random(network, CALIBRATIONS, "calibration");
    List<SubNetwork> checks = new ArrayList<>(random(network, CHECKS, "check"));
    checks.removeAll(sources);
    checks.removeAll(calibrations);
    return new MeasuredNetworks(network, sources, calibrations, checks);
  }

  /** Fewer where a band has hardly any networks. */
  private static List<SubNetwork> random(SuperNetwork network, int perBand, String purpose) {
    double all = MacCount.count(SubNetwork.full(network));
    double band = all * (1 - LEAST_SHARE) / BANDS;
    RandomSubNetworks networks = new RandomSubNetworks(network, new MacCount(), SEED);
    Set<SubNetwork> random = new LinkedHashSet<>();
    for (int i = 0; i < BANDS; i++) {
      double low = all * LEAST_SHARE + i * band;
      for (int draw = 0; draw < perBand; draw++) {
        networks
            .draw(low, low + band, Seeds.random(SEED, purpose, i, draw))
            .ifPresent(drawn -> random.add(SubNetwork.of(network, drawn)));
      }
    }
    return List.copyOf(random);
  }

  /** All of them. */
  List<SubNetwork> all() {
    return Stream.of(sources, calibrations, checks).flatMap(List::stream).toList();
  }

  /** Whether a number is that of a network from whose nodes the table is made. */
  boolean isSource(int number) {
    return number < sources.size();
  }

  /** Number of the first calibration. */
  int firstCalibration() {
    return sources.size();
  }

  /** Number of the first check. */
  int firstCheck() {
    return sources.size() + calibrations.size();
  }

  /** The same only for networks of the same operators. */
  String id() {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      for (SubNetwork sub : all()) {
        hash.update(Operators.named(sub).toString().getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(hash.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
