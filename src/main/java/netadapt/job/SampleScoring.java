package netadapt.job;

import java.util.List;
import java.util.function.LongConsumer;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.search.Journal;
import netadapt.search.Sample;
import netadapt.search.Score;

/** Scores the samples of a search, with shared weights or with weights of their own. */
interface SampleScoring extends AutoCloseable {
  /**
   * The one that the settings say.
   *
   * @param shared weights of the whole super-network
   * @throws netadapt.BadInput if a setting does not suit the images
   */
  static SampleScoring of(Run run, Dataset dataset, SuperNetwork network, Weights shared) {
    if (run.settings().scoring().fineTunes()) {
      return new FineTuning(run, dataset, network, shared);
    }
    Scoring scoring = Scoring.ofSamples(run, dataset, network, shared);
    return new SampleScoring() {
      @Override
      public List<Score> score(
          String description, int iteration, List<Sample> samples, LongConsumer scored) {
        return scoring.score(description, samples, scored);
      }

      @Override
      public void close() {
        scoring.close();
      }
    };
  }

  /**
   * Scores samples.
   *
   * @param description in Spark's pages
   * @param iteration 0 for the initial network alone, then 1, 2, …
   * @param scored is told how many are done
   * @return one per sample, in order
   */
  List<Score> score(String description, int iteration, List<Sample> samples, LongConsumer scored);

  /** The journal of the search, which keeps what the scoring of later iterations needs as well. */
  default Journal keeping(Journal journal) {
    return journal;
  }

  @Override
  void close();
}
