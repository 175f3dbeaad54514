package netadapt.job;

import java.util.List;
import java.util.Optional;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.data.Split;
import netadapt.report.Numbers;
import netadapt.run.FoundArchitectures;
import netadapt.run.FoundNetwork;
import netadapt.run.RunResults;
import netadapt.settings.TrainingSettings;
import netadapt.train.Training;
import netadapt.train.TrainingPlan;
import netadapt.train.TrainingRound;

/** Trains the network that was found for the smallest budget, and tests it. */
final class TrainStep implements RunStep {
  @Override
  public Step step() {
    return Step.TRAIN;
  }

  @Override
  public boolean done(Run run) {
    FoundArchitectures found = new FoundArchitectures(run.directory());
    if (!found.exist()) {
      return false;
    }
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    String id = ArchitectureJson.id(network, found.smallest(network));
    return trained(run, id) && (dataset.count(Split.TEST) == 0 || tested(run, id));
  }

  @Override
  public String execute(Run run, Progress progress) {
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    Results results = new Results(run.directory());
    Architecture architecture = new FoundArchitectures(run.directory()).smallest(network);
    Weights shared = run.supernet().weights();
    String summary = "trained before";
    if (!trained(run, ArchitectureJson.id(network, architecture))) {
      SubNetwork found = SubNetwork.of(network, architecture);
      summary = TrainingLog.summary(train(run, dataset, found, shared, progress));
      results.trained(network, architecture); // so that a stop while it is tested loses no training
    }
    return summary + test(run, dataset, network, architecture, shared, results);
  }

  private static boolean trained(Run run, String architectureId) {
    return run.found().complete()
        && RunResults.read(run.directory()).trained().equals(Optional.of(architectureId));
  }

  private static boolean tested(Run run, String architectureId) {
    return RunResults.read(run.directory()).found().stream()
        .map(FoundNetwork::network)
        .anyMatch(
            network ->
                network.architectureId().equals(architectureId)
                    && network.testAccuracy().isPresent());
  }

  private static List<TrainingRound> train(
      Run run, Dataset dataset, SubNetwork found, Weights shared, Progress progress) {
    TrainingSettings settings = run.settings().train();
    TrainingPlan plan = settings.plan().withSeed(run.settings().run().seed());
    int workers = SupernetStep.workers(run, settings, run.directory().found());
    run.warn(TaskThreads.ofTraining(run.context(), workers));
    return new Training(found, false, plan, run.normalization(dataset), run.augmentation())
        .run(
            run.context(),
            SupernetStep.images(dataset, workers),
            settings.initialWeights() == TrainingSettings.InitialWeights.SHARED
                ? Optional.of(Slicer.slice(shared, found))
                : Optional.empty(),
            run.directory().found().toString(),
            p -> progress.update(p.fraction(), TrainingLog.line(p, plan.pace().epochs())),
            rounds -> TrainingLog.write(run.directory(), run.directory().found(), rounds));
  }

  private static String test(
      Run run,
      Dataset dataset,
      SuperNetwork network,
      Architecture architecture,
      Weights shared,
      Results results) {
    if (dataset.count(Split.TEST) == 0) {
      return "; no test images";
    }
    double initial;
    double before;
    try (Scoring scoring = Scoring.ofShared(run, dataset, network, shared)) {
      initial = scoring.accuracy("test accuracy", network.full());
      before = scoring.accuracy("test accuracy", architecture);
    }
    double trained;
    try (Scoring scoring = Scoring.ofTrained(run, dataset, network, run.found().weights())) {
      trained = scoring.accuracy("test accuracy", architecture);
    }
    results.tested(network, architecture, initial, before, trained);
    return "; test accuracy " + Numbers.accuracy(trained);
  }
}
