package netadapt.job;

import java.util.List;
import java.util.Locale;
import netadapt.Seeds;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.run.RunDirectory;
import netadapt.train.ModelFolder;
import netadapt.train.Teaching;
import netadapt.train.TrainingPlan;
import org.apache.hadoop.fs.Path;

/**
 * Trains the networks of a trajectory one after the other, each for a few epochs from what it has
 * in common with the one before; what grows again starts from the shared weights.
 *
 * <p>The learning rate of a step is constant. A step that is complete is kept until the next one
 * is, so that a training that is stopped goes on with the step that it was in.
 *
 * @param training of the last network
 * @param way the networks, of which the last one is that
 * @see <a href="https://arxiv.org/abs/2104.00031">NetAdaptV2, appendix A.2</a>
 */
record TrajectoryTraining(ArchitectureTraining training, List<SubNetwork> way) {

  /**
   * Trains the networks of the way.
   *
   * @param shared weights of the whole super-network, of which the first network's are cut out
   * @param plan of the last network's training, with its seed
   * @param epochs of each network
   * @param teaching by a teacher, if any
   * @return weights of the whole super-network, the last network's as they were trained
   */
  Weights train(
      Weights shared, TrainingPlan plan, int epochs, Teaching teaching, Progress progress) {
    int step = way.size() - 1;
    while (step >= 0 && !model(step).complete()) {
      step--;
    }
    Weights weights = step < 0 ? shared : Slicer.overlay(shared, model(step).weights());
    for (step++; step < way.size(); step++) {
      int now = step;
      SubNetwork network = way.get(step);
      training.trainStep(
          network,
          plan.forFineTuning()
              .withEpochs(epochs)
              .withSeed(Seeds.mix(plan.seed(), "trajectory", step)),
          teaching,
          Slicer.slice(weights, network),
          folder(step),
          (fraction, what) ->
              progress.update(
                  (now + fraction) / way.size(),
                  "trajectory %d of %d, %s".formatted(now + 1, way.size(), what)));
      weights = Slicer.overlay(shared, model(step).weights());
      if (step > 0) {
        directory().delete(folder(step - 1));
      }
    }
    return weights;
  }

  /** Where the steps of a training are kept. */
  static Path folder(Path training) {
    return new Path(training, "trajectory");
  }

  private ModelFolder model(int step) {
    return new ModelFolder(folder(step).toString(), directory().hadoop());
  }

  /** Of a step; named by its network, too, which another search may have changed. */
  private Path folder(int step) {
    SubNetwork network = way.get(step);
    String id = ArchitectureJson.id(network.network(), network.architecture());
    return new Path(
        folder(training.folder()), String.format(Locale.ROOT, "step-%04d-%s", step + 1, id));
  }

  private RunDirectory directory() {
    return training.run().directory();
  }
}
