package netadapt.job;

import java.util.HashSet;
import java.util.Set;
import netadapt.BadInput;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.run.RunDirectory;
import netadapt.train.ModelFolder;
import netadapt.train.TrainingPlan;
import org.apache.hadoop.fs.Path;

/**
 * The weights that each iteration's winner has after its own fine-tuning, in the run directory.
 *
 * @param shared the super-network's weights, which are the initial network's
 */
record FineTunedWeights(RunDirectory directory, Weights shared) {
  /**
   * The weights that an iteration's samples start from: those of the winner before.
   *
   * @param iteration 0 for the initial network, then 1, 2, …
   * @throws BadInput if they are not there
   */
  Weights startOf(int iteration) {
    if (iteration <= 1) {
      return shared;
    }
    ModelFolder model = model(iteration - 1);
    if (!model.complete()) {
      throw new BadInput(
          ("%s is missing but iteration %d starts from the weights in it: restore it, or start in a"
                  + " new run directory")
              .formatted(directory.fineTuned(iteration - 1), iteration));
    }
    return model.weights();
  }

  /**
   * Keeps a winner's weights, whole or not at all.
   *
   * @param iteration that it has won, from 1
   * @param winner whose weights they are
   * @param plan that they were trained by
   */
  void keep(int iteration, SubNetwork winner, Weights weights, TrainingPlan plan) {
    directory.checkLease();
    model(iteration).save(winner, weights, plan);
  }

  private ModelFolder model(int iteration) {
    return new ModelFolder(directory.fineTuned(iteration).toString(), directory.hadoop());
  }

  /** Removes what is of an iteration that was not committed. */
  void removeUncommitted() {
    Set<Path> committed = new HashSet<>();
    directory.iterations().forEach(index -> committed.add(directory.fineTuned(index)));
    directory.list(directory.fineTuned()).stream()
        .filter(folder -> !committed.contains(folder))
        .forEach(directory::delete);
  }
}
