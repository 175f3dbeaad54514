package netadapt.job;

import netadapt.arch.SuperNetwork;
import netadapt.data.Dataset;

/** Finds out before hours of training what would end the scoring and the search that follow. */
final class ComingSteps {
  private ComingSteps() {}

  /**
   * Looks as far as it can before the images are prepared, and at everything after; changes
   * nothing. What need not go wrong is a warning.
   *
   * @throws netadapt.BadInput if networks cannot be scored, or searched, as the settings say
   */
  static void check(Run run) {
    ChosenDevice.of(run);
    if (!run.prepared()) {
      return;
    }
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    Scoring.check(run, network);
    if (run.settings().scoring().fineTunes()) {
      FineTuning.check(run, dataset, network);
    }
    run.warn(run.settings().using("search", () -> SearchStep.rehearse(run, network)));
    run.warn(ScoringMemory.warning(run, network));
  }
}
