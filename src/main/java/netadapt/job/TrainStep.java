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
    if (!run.found().complete() || !found.exist()) {
      return false;
    }
    SuperNetwork network = run.network(run.dataset());
    String id = ArchitectureJson.id(network, found.smallest(network));
    return RunResults.read(run.directory()).trained().equals(Optional.of(id));
  }

  @Override
  public String execute(Run run, Progress progress) {
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    Results results = new Results(run.directory());
    Architecture architecture = new FoundArchitectures(run.directory()).smallest(network);
    SubNetwork found = SubNetwork.of(network, architecture);
    Weights shared = run.supernet().weights();
    TrainingSettings settings = run.settings().train();
    TrainingPlan plan = settings.plan().withSeed(run.settings().run().seed());
    int workers = SupernetStep.workers(run, settings, run.directory().found());
    run.warn(TaskThreads.ofTraining(run.context(), workers));
    Training training =
        new Training(found, false, plan, run.normalization(dataset), run.augmentation());
    List<TrainingRound> log =
        training.run(
            run.context(),
            SupernetStep.images(dataset, workers),
            settings.initialWeights() == TrainingSettings.InitialWeights.SHARED
                ? Optional.of(Slicer.slice(shared, found))
                : Optional.empty(),
            run.directory().found().toString(),
            p -> progress.update(p.fraction(), TrainingLog.line(p, plan.pace().epochs())));
    TrainingLog.write(run.directory(), run.directory().found(), log);
    String tested = test(run, dataset, network, architecture, shared, results);
    results.trained(network, architecture);
    return TrainingLog.summary(log) + tested;
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
