package netadapt.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;
import scala.collection.JavaConverters;

/**
 * The latest values as gauges of Spark's metrics system, in its source {@code netadapt}, from where
 * Spark's sinks take them. Of several runs in one session, the one has it that began to record
 * last.
 */
public final class SparkSink implements MetricsSink {
  /** The name of the source. */
  static final String SOURCE = "netadapt";

  private final MetricsSystem spark;
  private final Gauges gauges = new Gauges();
  private final Map<String, Double> latest = new ConcurrentHashMap<>();
  private boolean registered;

  /**
   * @param spark of the driver's session
   */
  public SparkSink(MetricsSystem spark) {
    this.spark = spark;
  }

  private record Gauges(MetricRegistry metricRegistry) implements Source {
    Gauges() {
      this(new MetricRegistry());
    }

    @Override
    public String sourceName() {
      return SOURCE;
    }
  }

  @Override
  public String name() {
    return "Spark's metrics system";
  }

  @Override
  public void record(List<MetricValues> values) {
    if (!registered) {
      registered = true;
      sources().forEach(spark::removeSource);
      spark.registerSource(gauges);
    }
    for (MetricValues one : values) {
      set(one.fullName("step"), one.step());
      one.values().forEach((name, value) -> set(one.fullName(name), value));
    }
  }

  private void set(String slashed, double value) {
    String name = slashed.replace('/', '.');
    boolean known = latest.put(name, value) != null;
    if (!known && current()) { // else Spark's registry has another run's of that name
      gauges.metricRegistry().register(name, (Gauge<Double>) () -> latest.get(name));
    }
  }

  @Override
  public void end(RunEnd how) {
    if (registered && current()) {
      spark.removeSource(gauges);
    }
  }

  /** Whether no other run has taken the source over. */
  private boolean current() {
    return sources().stream().anyMatch(source -> source == gauges);
  }

  private List<Source> sources() {
    return List.copyOf(JavaConverters.seqAsJavaList(spark.getSourcesByName(SOURCE)));
  }
}
