package netadapt.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netadapt.NetAdapt;
import netadapt.RunListener;
import netadapt.Step;
import netadapt.job.Scoring;
import netadapt.search.Journal;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.search.SearchListener;
import netadapt.settings.Settings;

/**
 * Lets the benchmarks search as a run does, and score the samples of every iteration in other ways
 * too. The search goes by the scores on all images.
 */
public final class WatchedSearch implements AutoCloseable {
  private final Map<String, String> overrides;
  private final Path configuration;
  private final NetAdapt run;

  /** Told of iterations, after the initial network's. */
  public interface Watcher {
    /**
     * An iteration is scored in all ways.
     *
     * @param number from 1
     * @param ways what each way made of its samples
     */
    void scored(int number, Map<String, Way> ways);
  }

  /**
   * What a way to score made of an iteration.
   *
   * @param scores by sample
   * @param seconds that the scoring took
   */
  public record Way(List<Score> scores, double seconds) {}

  private WatchedSearch(Path configuration, Map<String, String> overrides) {
    this.configuration = configuration;
    this.overrides = overrides;
    this.run = open(Map.of());
  }

  /**
   * Prepares images and trains the super-network, if that is not done.
   *
   * @param overrides of settings
   */
  public static WatchedSearch open(Path configuration, Map<String, String> overrides) {
    WatchedSearch search = new WatchedSearch(configuration, overrides);
    search.run.perform(Step.PREPARE, Step.TRAIN_SUPERNET);
    return search;
  }

  private NetAdapt open(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(overrides);
    all.putAll(more);
    return NetAdapt.open(Settings.read(configuration, all), RunListener.NONE);
  }

  /**
   * Searches to the last budget.
   *
   * @param ways further ways to score, by their settings, and for how many iterations
   */
  public void search(Map<String, Further> ways, Watcher watcher) {
    List<NetAdapt> others = new ArrayList<>();
    Map<String, Scoring> further = new HashMap<>();
    ways.forEach(
        (name, way) -> {
          others.add(open(way.settings()));
          further.put(name, others.get(others.size() - 1).scoring());
        });
    try (Scoring plain = run.scoring()) {
      run.search()
          .run(
              (iteration, samples) -> {
                Map<String, Way> scored = new HashMap<>();
                Way all = score(plain, iteration, samples);
                scored.put("plain", all);
                further.forEach(
                    (name, way) -> {
                      if (iteration <= ways.get(name).iterations()) {
                        scored.put(name, score(way, iteration, samples));
                      }
                    });
                if (iteration > 0) { // the first one's time is that of loading libraries
                  watcher.scored(iteration, scored);
                }
                return all.scores();
              },
              Journal.none(),
              SearchListener.NONE);
    } finally {
      further.values().forEach(Scoring::close);
      others.forEach(NetAdapt::close);
    }
  }

  /**
   * A further way to score.
   *
   * @param settings by which it differs
   * @param iterations that are scored in this way, too
   */
  public record Further(Map<String, String> settings, int iterations) {}

  private static Way score(Scoring scoring, int iteration, List<Sample> samples) {
    long began = System.nanoTime();
    List<Score> scores = new ArrayList<>(scoring.score("iteration " + iteration, samples));
    return new Way(scores, (System.nanoTime() - began) / 1e9);
  }

  /** Ends Spark; the run stays, since its training takes long. */
  @Override
  public void close() {
    run.close();
  }
}
