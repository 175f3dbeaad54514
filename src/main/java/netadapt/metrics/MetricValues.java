package netadapt.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured at one step of a training or a search.
 *
 * @param series whose steps they are: words with slashes between, such as {@code supernet} or
 *     {@code train/ID-seed-1}
 * @param step at least 0; those of a series ascend
 * @param values by names such as {@code loss}, at least one; may be no numbers
 */
public record MetricValues(String series, long step, Map<String, Double> values) {
  /** What the series of results begin with: they have one step, whose values may change. */
  public static final String RESULT = "result/";

  public MetricValues {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    if (step < 0 || values.isEmpty()) {
      throw new IllegalArgumentException(
          "step %d of %s has %d values".formatted(step, series, values.size()));
    }
  }

  /** What one of the values is called among those of all series, such as {@code supernet/loss}. */
  public String fullName(String name) {
    return series + "/" + name;
  }

  /** Whether what comes last of its step holds, and not what came first. */
  boolean isResult() {
    return series.startsWith(RESULT);
  }
}
