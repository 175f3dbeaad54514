package netadapt.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.cost.MacCount;
import netadapt.search.Budgets;
import netadapt.search.Forecast;
import netadapt.search.Stage;
import netadapt.search.UniformScaling;
import netadapt.settings.TrainedNetworks.Baseline;
import netadapt.settings.TrainingSettings;
import netadapt.settings.TrainingSettings.InitialWeights;
import netadapt.train.TrainingLength;
import netadapt.train.TrainingPlan;

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
   * @param forecast of the search, whose winners are trained before where the settings say so
   * @throws netadapt.BrokenRule if a worker has less than a minibatch of images
   */
  List<PlannedTraining> networks(Budgets budgets, Forecast forecast) {
    List<Double> ascending = new ArrayList<>(budgets.values());
    Collections.reverse(ascending);
    List<PlannedTraining> trainings = new ArrayList<>();
    for (double budget : ascending) {
      way(budget, forecast).ifPresent(trainings::add);
      trainings.add(found(budget));
    }
    List<Baseline> baselines = setup.settings().train().networks().baselines();
    if (baselines.contains(Baseline.INITIAL)) {
      trainings.add(training("initial", setup.settings().train(), setup.full()));
    }
    if (baselines.contains(Baseline.SCALED)) {
      for (double budget : ascending) {
        Optional<Architecture> scaled =
            UniformScaling.within(setup.network(), setup.guide(), budget);
        if (scaled.isPresent()) {
          way(budget, forecast).ifPresent(trainings::add);
          SubNetwork network = SubNetwork.of(setup.network(), scaled.get());
          trainings.add(training("scaled", setup.settings().train(), network));
        }
      }
    }
    return trainings;
  }

  /** As if all its costs had the same share of the initial network's. */
  private PlannedTraining found(double budget) {
    double share = budget / setup.guide().of(setup.full());
    return training("found", setup.settings().train(), setup.full()).scaled(share);
  }

  /**
   * The winners of the search down to a budget, as many as there are at most, each with its
   * target's share of the costs; empty if they are not trained.
   */
  private Optional<PlannedTraining> way(double budget, Forecast forecast) {
    TrainingSettings settings = setup.settings().train();
    int winners = forecast.iterationsTo(budget);
    if (settings.initialWeights() != InitialWeights.TRAJECTORY || winners == 0) {
      return Optional.empty();
    }
    double targets = 0;
    for (Stage stage : forecast.stages().subList(1, winners + 1)) {
      targets += stage.target();
    }
    double share = targets / winners / setup.guide().of(setup.full());
    TrainingPlan plan = settings.plan().forFineTuning().withEpochs(settings.trajectoryEpochs());
    return Optional.of(
        training("winner", settings.workers(), plan, setup.full()).onTheWay(winners, share));
  }

  private PlannedTraining training(String title, TrainingSettings settings, SubNetwork network) {
    return training(title, settings.workers(), settings.plan(), network);
  }

  /**
   * @param asked workers; 0 for as many as the cluster has task slots
   */
  private PlannedTraining training(String title, int asked, TrainingPlan plan, SubNetwork network) {
    int workers = asked == 0 ? setup.slots() : asked;
    return PlannedTraining.of(
        title,
        MacCount.count(network),
        TrainingLength.of(plan, images, workers),
        StateSize.of(network, plan.optimizer()));
  }
}
