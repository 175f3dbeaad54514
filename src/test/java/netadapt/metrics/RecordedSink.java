package netadapt.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is given. */
class RecordedSink implements MetricsSink {
  private final List<List<MetricValues>> calls = new CopyOnWriteArrayList<>();
  private final List<RunEnd> ends = new CopyOnWriteArrayList<>();

  @Override
  public String name() {
    return "a sink";
  }

  @Override
  public void record(List<MetricValues> values) {
    calls.add(List.copyOf(values));
  }

  @Override
  public void end(RunEnd how) {
    ends.add(how);
  }

  List<List<MetricValues>> calls() {
    return calls;
  }

  List<MetricValues> values() {
    return calls.stream().flatMap(List::stream).toList();
  }

  List<RunEnd> ends() {
    return ends;
  }
}
