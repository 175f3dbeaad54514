package netadapt.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.cost.MacCount;
import netadapt.search.Budgets;
import netadapt.search.UniformScaling;
import netadapt.settings.TrainedNetworks.Baseline;
import netadapt.settings.TrainingSettings;
import netadapt.train.TrainingLength;

/** The trainings of a run: of the shared weights, and of the networks after the search. */
final class Trainings {
  private final Setup setup;
  private final int images;

  /**
   * @param images to train on
   */
  Trainings(Setup setup, int images) {
    this.setup = setup;
    this.images = images;
  }

  /**
   * That of the shared weights.
   *
   * @throws netadapt.BrokenRule if a worker has less than a minibatch of images
   */
  PlannedTraining supernet() {
    return training("super-network", setup.settings().supernet(), setup.full());
  }

  /**
   * Those of the step {@code train}: of what the search finds, and of what that is compared with.
   *
   * @param budgets whose networks are trained, as they can be met
   * @throws netadapt.BrokenRule if a worker has less than a minibatch of images
   */
  List<PlannedTraining> networks(Budgets budgets) {
    List<Double> ascending = new ArrayList<>(budgets.values());
    Collections.reverse(ascending);
    List<PlannedTraining> trainings = new ArrayList<>();
    ascending.forEach(budget -> trainings.add(found(budget)));
    List<Baseline> baselines = setup.settings().train().networks().baselines();
    if (baselines.contains(Baseline.INITIAL)) {
      trainings.add(training("initial", setup.settings().train(), setup.full()));
    }
    if (baselines.contains(Baseline.SCALED)) {
      for (double budget : ascending) {
        Optional<Architecture> scaled =
            UniformScaling.within(setup.network(), setup.guide(), budget);
        scaled.ifPresent(
            one ->
                trainings.add(
                    training(
                        "scaled", setup.settings().train(), SubNetwork.of(setup.network(), one))));
      }
    }
    return trainings;
  }

  /** As if all its costs had the same share of the initial network's. */
  private PlannedTraining found(double budget) {
    double share = budget / setup.guide().of(setup.full());
    return training("found", setup.settings().train(), setup.full()).scaled(share);
  }

  private PlannedTraining training(String title, TrainingSettings settings, SubNetwork network) {
    int workers = settings.workers() == 0 ? setup.slots() : settings.workers();
    return PlannedTraining.of(
        title,
        MacCount.count(network),
        TrainingLength.of(settings.plan(), images, workers),
        StateSize.of(network, settings.plan().optimizer()));
  }
}
