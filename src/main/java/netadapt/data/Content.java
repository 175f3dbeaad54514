package netadapt.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import netadapt.BadInput;

/** What all partitions of decoded images come to. */
final class Content {
  private static final int SHOWN = 3;

  private final Listing listing;
  private final int factsPerImage;

  /** {@code [images, factsPerImage]}, by ordinal: see {@link DecodedPart}. */
  private final long[] facts;

  private final long bytes;
  private final TreeMap<Integer, String> reasons = new TreeMap<>();

  Content(Listing listing, List<DecodedPart> parts, int channels) {
    this.listing = listing;
    this.factsPerImage = DecodedPart.factsPerImage(channels);
    this.facts = new long[listing.items().size() * factsPerImage];
    for (DecodedPart part : parts) {
      part.copyTo(facts);
      for (int i = 0; i < part.unreadable().size(); i++) {
        reasons.put(part.unreadable().get(i), part.reasons().get(i));
      }
    }
    this.bytes = parts.stream().mapToLong(DecodedPart::bytes).sum();
  }

  /** Bytes that the dataset keeps of all images. */
  long bytes() {
    return bytes;
  }

  /** Ordinals of the images that could not be decoded. */
  BitSet unreadable() {
    BitSet ordinals = new BitSet();
    reasons.keySet().forEach(ordinals::set);
    return ordinals;
  }

  /** Name and reason of each, with a tab between, in the order of the listing. */
  List<String> unreadableLines() {
    List<String> lines = new ArrayList<>();
    reasons.forEach(
        (ordinal, reason) ->
            lines.add(listing.items().get(ordinal).name() + "\t" + reason.replaceAll("\\s+", " ")));
    return lines;
  }

  /**
   * @throws BadInput if more than the permitted share could not be decoded
   */
  void check(Preparation preparation) {
    double share = (double) reasons.size() / Math.max(1, listing.items().size());
    if (share <= preparation.maxBadShare()) {
      return;
    }
    List<String> first =
        unreadableLines().stream().limit(SHOWN).map(line -> line.replace("\t", ": ")).toList();
    throw new BadInput(
        "%d of %d images cannot be decoded (%.2f%%) but at most %.2f%% may be (max-bad-share): mend or remove them, or permit more; in %s, first %s"
            .formatted(
                reasons.size(),
                listing.items().size(),
                100 * share,
                100 * preparation.maxBadShare(),
                preparation.source().description(),
                String.join("; ", first)));
  }

  /**
   * What {@code dataset.json} is to say.
   *
   * @param images name of their folder
   */
  DatasetFacts facts(Preparation preparation, SplitPlan plan, String images) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Split split : Split.values()) {
      counts.put(split.column(), plan.count(split));
    }
    List<Double> mean = new ArrayList<>();
    List<Double> std = new ArrayList<>();
    ImageForm form = preparation.form();
    for (int c = 0; c < form.channels(); c++) {
      moments(preparation, plan, c, mean, std);
    }
    return new DatasetFacts(
        id(preparation, plan),
        preparation.source().description(),
        listing.classes(),
        form.height(),
        form.width(),
        form.channels(),
        form.stored(),
        form.side(),
        form.cropShare(),
        counts,
        preparation.seed(),
        mean,
        std,
        reasons.size(),
        images,
        target(preparation));
  }

  private static String target(Preparation preparation) {
    return preparation.source().hasTargets() ? DatasetFacts.DEPTH : "";
  }

  /** Sums of integers, so that the order in which they are added does not show. */
  private void moments(
      Preparation preparation, SplitPlan plan, int channel, List<Double> mean, List<Double> std) {
    long sum = 0;
    long squares = 0;
    for (int ordinal = 0; ordinal < listing.items().size(); ordinal++) {
      if (!plan.skipped(ordinal) && plan.split(ordinal) == Split.TRAIN) {
        sum += facts[ordinal * factsPerImage + 1 + 2 * channel];
        squares += facts[ordinal * factsPerImage + 2 + 2 * channel];
      }
    }
    ImageForm form = preparation.form();
    double count = (double) plan.count(Split.TRAIN) * form.height() * form.width();
    double average = sum / count;
    mean.add(average / 255);
    std.add(Math.sqrt(Math.max(0, squares / count - average * average)) / 255);
  }

  private String id(Preparation preparation, SplitPlan plan) {
    int[] order = new int[plan.total()];
    for (int ordinal = 0; ordinal < listing.items().size(); ordinal++) {
      if (!plan.skipped(ordinal)) {
        order[plan.index(ordinal)] = ordinal;
      }
    }
    MessageDigest digest = DecodedPart.sha256();
    String shape =
        preparation.form().text() + " " + String.join("/", listing.classes()) + target(preparation);
    digest.update(shape.getBytes(StandardCharsets.UTF_8));
    ByteBuffer entry = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
    for (int ordinal : order) {
      entry.clear();
      entry.putLong(facts[ordinal * factsPerImage]);
      entry.putInt(listing.items().get(ordinal).label());
      digest.update(entry.array());
      digest.update(plan.split(ordinal).column().getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }
}
