package netadapt.task;

import java.io.Serializable;
import java.util.Locale;

/**
 * How people read scores, in every locale alike.
 *
 * @param symbol such as {@code m} for metres; {@code %} for shares, which are from 0 to 1
 * @param countsImages whether a score is the share of images that are right, so that its interval
 *     follows from their number
 */
public record ScoreUnit(String symbol, boolean countsImages) implements Serializable {
  private static final String PERCENT = "%";

  /** Of images that are right. */
  public static final ScoreUnit SHARE = new ScoreUnit(PERCENT, true);

  /** The mean of a share that each image has. */
  public static final ScoreUnit MEAN_SHARE = new ScoreUnit(PERCENT, false);

  public static final ScoreUnit METRES = new ScoreUnit("m", false);

  /** What a score is called in a sentence. */
  public String noun() {
    return countsImages ? "accuracy" : "score";
  }

  /** Whether scores are from 0 to 1, and written in percent. */
  public boolean isShare() {
    return symbol.equals(PERCENT);
  }

  /** A score: {@code 75.90%}, {@code -0.412 m}. */
  public String text(double score) {
    return isShare() ? format("%.2f%%", 100 * score) : format("%.3f %s", score, symbol);
  }

  /** A score in a line with others: {@code 75.9%}, {@code -0.412 m}. */
  public String brief(double score) {
    return isShare() ? format("%.1f%%", 100 * score) : text(score);
  }

  /** A difference of scores: {@code 1.25 points}, {@code 0.012 m}. */
  public String difference(double difference) {
    return plain(difference) + " " + ofDifferences();
  }

  /** A difference without its unit, in a table whose title has it: {@code 1.25}, {@code 0.012}. */
  public String plain(double difference) {
    String plain = isShare() ? format("%.2f", 100 * difference) : format("%.3f", difference);
    return plain.replaceFirst("^-(0\\.0+)$", "$1");
  }

  /** What differences are told in: {@code points}, {@code m}. */
  public String ofDifferences() {
    return isShare() ? "points" : symbol;
  }

  /** A score, or the nearest one that there may be. */
  public double bounded(double score) {
    return isShare() ? Math.min(1, Math.max(0, score)) : score;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
