package netadapt.plan;

import netadapt.search.Forecast;
import netadapt.search.Stage;

/**
 * How long a search is.
 *
 * @param fewestIterations without the scoring of the initial network
 * @param iterations at most
 * @param fewestSamples sub-networks scored, the initial one with them
 * @param samples at most; fewer where an iteration finds no further ones
 * @param scoredImages images that each sample is scored on, with those that batch normalisation is
 *     calibrated on
 * @param scoringMacs multiply-accumulates of all scorings, where sub-networks share nothing
 * @param fineTunedImages images that all samples together are fine-tuned on
 */
public record PlannedSearch(
    int fewestIterations,
    int iterations,
    long fewestSamples,
    long samples,
    int scoredImages,
    double scoringMacs,
    long fineTunedImages) {

  /**
   * @param perIteration sub-networks of an iteration
   * @param macs of the initial network
   * @param fineTunedImages that each sample is trained on
   */
  static PlannedSearch of(
      Forecast forecast, int perIteration, int scoredImages, long macs, long fineTunedImages) {
    double initial = forecast.stages().get(0).target();
    double scoringMacs = 0;
    for (Stage stage : forecast.stages()) {
      int samples = stage.kind() == Stage.Kind.INITIAL ? 1 : perIteration;
      // As if MACs fell as the metric that guides the search does.
      scoringMacs += (double) samples * scoredImages * macs * stage.target() / initial;
    }
    return new PlannedSearch(
        forecast.fewestIterations(),
        forecast.iterations(),
        1 + (long) forecast.fewestIterations() * perIteration,
        1 + (long) forecast.iterations() * perIteration,
        scoredImages,
        scoringMacs,
        forecast.iterations() * perIteration * fineTunedImages);
  }
}
