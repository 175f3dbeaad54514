package netadapt.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The iterations of a JMH benchmark that measures several things in turn, by its counters.
 *
 * <p>They take turns within one process, step by step, because the machine drifts more from one
 * process to the next than from one step to the next; and a process takes long to start.
 *
 * @param series by name of the counter
 */
record Repetitions(Map<String, Series> series) {

  /**
   * Runs a benchmark in a process of its own.
   *
   * @param workload its parameter
   * @param warmup iterations that do not count
   * @param iterations that do
   * @param log what JMH says
   */
  static Repetitions run(
      Class<?> benchmark, String workload, int warmup, int iterations, Path log, String... more) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmark.getName() + "\\..*")
            .param("workload", workload)
            .warmupIterations(warmup)
            .measurementIterations(iterations)
            .shouldFailOnError(true)
            .output(log.toString());
    for (int i = 0; i < more.length; i += 2) {
      options.param(more[i], more[i + 1]);
    }
    try {
      return of(new Runner(options.build()).runSingle());
    } catch (RunnerException e) {
      throw new IllegalStateException("%s failed: see %s".formatted(benchmark, log), e);
    }
  }

  Series of(String counter) {
    return series.get(counter);
  }

  private static Repetitions of(RunResult result) {
    Map<String, List<Double>> values = new HashMap<>();
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        iteration
            .getSecondaryResults()
            .forEach(
                (name, counter) ->
                    values.computeIfAbsent(name, any -> new ArrayList<>()).add(counter.getScore()));
      }
    }
    Map<String, Series> series = new HashMap<>();
    values.forEach((name, all) -> series.put(name, new Series(all)));
    return new Repetitions(series);
  }
}
