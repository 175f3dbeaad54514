package netadapt.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import netadapt.JobLabels;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SuperNetwork;
import netadapt.data.Dataset;
import netadapt.data.Split;
import netadapt.run.FoundArchitectures;
import netadapt.run.RunResults;
import netadapt.run.TrainedNetwork;
import netadapt.search.Sample;
import netadapt.search.Score;

/**
 * Trains the networks that were found, and those that they are compared with, each in a folder of
 * its own, and tests them; tests all networks with the shared weights, too, on images that did not
 * choose them.
 */
final class TrainStep implements RunStep {
  @Override
  public Step step() {
    return Step.TRAIN;
  }

  @Override
  public void check(Run run) {
    FoundArchitectures found = new FoundArchitectures(run.directory());
    if (found.exist() && run.prepared()) {
      Dataset dataset = run.dataset();
      SuperNetwork network = run.network(dataset);
      List<Double> wanted = NetworksToTrain.budgets(run, network);
      List<Double> budgets = wanted.stream().filter(found::existAt).toList();
      List<SeparateTraining> trainings =
          NetworksToTrain.of(run, network, budgets).all().stream()
              .map(one -> training(run, dataset, one))
              .toList();
      trainings.forEach(SeparateTraining::checkSettings);
      if (budgets.equals(wanted) && trainings.stream().allMatch(SeparateTraining::over)) {
        return; // without the teacher that they had
      }
    }
    ChosenTeacher.check(run);
  }

  @Override
  public boolean done(Run run) {
    FoundArchitectures found = new FoundArchitectures(run.directory());
    if (!found.exist()) {
      return false;
    }
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    List<Double> budgets = NetworksToTrain.budgets(run, network);
    if (!budgets.stream().allMatch(found::existAt)) {
      return false;
    }
    RunResults results = RunResults.read(run.directory());
    boolean trained =
        NetworksToTrain.of(run, network, budgets).all().stream()
            .map(one -> training(run, dataset, one))
            .allMatch(training -> training.recorded(results));
    boolean constant = !dataset.hasTargets() || !results.constantTests().isEmpty();
    return trained && (dataset.count(Split.TEST) == 0 || constant && testedShared(run, results));
  }

  @Override
  public String execute(Run run, Progress progress) {
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    List<Double> budgets = NetworksToTrain.budgets(run, network);
    NetworksToTrain networks = NetworksToTrain.of(run, network, budgets);
    Results results = new Results(run.directory());
    networks
        .scaled()
        .forEach((budget, scaled) -> results.scaled(budget, network, scaled, run.metrics()));
    results.testedOn(dataset.count(Split.TEST));
    List<String> said = new ArrayList<>();
    double work = networks.all().stream().mapToDouble(one -> one.macs(network)).sum();
    double before = 0;
    for (NetworksToTrain.Named one : networks.all()) {
      SeparateTraining training = training(run, dataset, one);
      if (one.found() && training.result().isEmpty()) {
        new FoundArchitectures(run.directory())
            .deleteModels(network, one.architecture(), budgets); // which may have other weights
      }
      double begun = before / work;
      double share = one.macs(network) / work;
      said.add(
          train(
              run,
              training,
              one,
              results,
              (fraction, what) ->
                  progress.update(begun + share * fraction, one.title() + ", " + what)));
      before += one.macs(network);
    }
    String summary = test(run, dataset, network, results, said, progress);
    ResultMetrics.record(run.tracking(), RunResults.read(run.directory()));
    return summary;
  }

  /** Tests with the shared weights, and says what all came to. */
  private static String test(
      Run run,
      Dataset dataset,
      SuperNetwork network,
      Results results,
      List<String> said,
      Progress progress) {
    if (dataset.count(Split.TEST) == 0) {
      return "trained %s; no test images".formatted(String.join(", ", said));
    }
    if (dataset.hasTargets()) {
      results.testedConstant(ConstantPrediction.tests(run, dataset));
    }
    if (run.supernet().complete()) {
      progress.update(1, "tests with the shared weights");
      results.testedShared(shared(run, dataset, network));
    }
    return "test %s %s".formatted(Scoring.unit(run).noun(), String.join(", ", said));
  }

  /** Trains one network, and says what came out. */
  private static String train(
      Run run,
      SeparateTraining training,
      NetworksToTrain.Named network,
      Results results,
      Progress progress) {
    training.checkSettings();
    String id = training.architectureId();
    if (training.result().isEmpty()) {
      results.trained(training.folder(), id, OptionalDouble.empty(), Map.of());
      try (JobLabels labels = JobLabels.set(run.context(), network.title())) {
        training.execute(/* mayDiverge= */ !network.found(), progress);
      }
    }
    TrainedNetwork trained = training.result().orElseThrow();
    OptionalDouble accuracy = trained.testAccuracy();
    results.trained(training.folder(), id, accuracy, trained.furtherTests());
    return accuracy.isPresent()
        ? "%s (%s)".formatted(Scoring.unit(run).text(accuracy.getAsDouble()), network.title())
        : network.title();
  }

  private static SeparateTraining training(
      Run run, Dataset dataset, NetworksToTrain.Named network) {
    return SeparateTraining.of(run, dataset, network.architecture(), run.settings().run().seed());
  }

  /** Of all networks of the results, those of budgets that were added later among them. */
  private static boolean testedShared(Run run, RunResults results) {
    return !run.supernet().complete()
        || results.networks().stream()
            .allMatch(network -> network.sharedTestAccuracy().isPresent());
  }

  /** Accuracies of the initial network and of all others, by their ids; one Spark job. */
  private static Map<String, Double> shared(Run run, Dataset dataset, SuperNetwork network) {
    List<Architecture> networks = NetworksToTrain.ofResults(run, network);
    List<Sample> samples = new ArrayList<>();
    for (Architecture architecture : networks) {
      samples.add(Sample.given(samples.size(), architecture, 0));
    }
    Map<String, Double> accuracies = new HashMap<>();
    String what = "test %s with shared weights".formatted(Scoring.unit(run).noun());
    try (Scoring scoring = Scoring.ofShared(run, dataset, network, run.supernet().weights())) {
      for (Score score : scoring.score(what, samples)) {
        accuracies.put(ArchitectureJson.id(network, networks.get(score.sample())), score.value());
      }
    }
    return accuracies;
  }
}
