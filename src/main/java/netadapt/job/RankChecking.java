package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.cost.MacCount;
import netadapt.cost.ParameterCount;
import netadapt.data.Dataset;
import netadapt.data.Split;
import netadapt.rank.RankCheck;
import netadapt.rank.RankPlan;
import netadapt.run.Costs;
import netadapt.run.RankRow;
import netadapt.run.RankTerms;
import netadapt.run.RunLease;
import netadapt.run.WrittenArchitecture;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.settings.ScoringSettings;
import netadapt.settings.TrainingSettings;
import netadapt.train.ModelFolder;
import netadapt.train.TrainingPlan;

/** Checks whether shared weights rank sub-networks as they rank when each is trained by itself. */
final class RankChecking {
  private final Run run;
  private final RankPlan plan;
  private final Dataset dataset;
  private final SuperNetwork network;
  private final Weights shared;
  private final RankTerms terms;

  /**
   * @throws BadInput if the images are not prepared, or the super-network is not trained
   */
  RankChecking(Run run, RankPlan plan) {
    this.run = run;
    this.plan = plan;
    this.dataset = run.dataset();
    this.network = run.network(dataset);
    if (!run.supernet().complete()) {
      throw new BadInput(
          "no trained super-network in %s: run train-supernet first"
              .formatted(run.directory().supernet()));
    }
    this.shared = run.supernet().weights();
    this.terms = terms();
  }

  /**
   * Trains what is not trained yet, and compares.
   *
   * @throws BadInput if the networks that are trained were trained by other settings
   */
  RankCheck check(Progress progress) {
    List<RankRow> before = RankRow.read(run.directory());
    boolean begun = !before.isEmpty();
    terms.check(before, run.directory());
    if (begun) {
      KeptRankSettings.keep(run.directory(), run.settings().resolved(), true);
    }
    RankNetworks networks = RankNetworks.draw(network, plan);
    networks.check(before, run.directory());
    run.warn(networks.shortage(plan));
    List<RankTask.Training> missing = networks.missing(before, plan.trainings());
    if (!missing.isEmpty()) {
      try (RunLease lease = run.lease()) {
        KeptRankSettings.keep(run.directory(), run.settings().resolved(), begun);
        train(networks, missing, progress);
      }
    }
    List<RankRow> rows =
        RankRow.read(run.directory()).stream()
            .filter(row -> row.network() < networks.size() && row.training() < plan.trainings())
            .toList();
    return RankCheck.of(RankRow.ranked(rows), plan.seed());
  }

  private void train(RankNetworks networks, List<RankTask.Training> missing, Progress progress) {
    TrainingPlan epochs = run.settings().train().plan().withEpochs(terms.epochs());
    RankTraining training =
        new RankTraining(run, dataset, network, epochs.withSeed(plan.seed()), tested());
    int all = networks.size() * plan.trainings();
    AtomicInteger trained = new AtomicInteger(all - missing.size());
    double before = (double) trained.get() / all;
    progress.update(before, "scoring networks");
    Map<Integer, Score> scores = scores(missing);
    progress.update(before, "%d trainings".formatted(missing.size()));
    training.run(
        shared,
        missing,
        result -> {
          row(scores.get(result.training().network()), result).commit(run.directory());
          int done = trained.incrementAndGet();
          progress.update(
              (double) done / all,
              "%d of %d trainings done, the last one to %s"
                  .formatted(done, all, Scoring.unit(run).text(result.test().score())));
        });
  }

  /** By number; on all held-out images, with the weights that all share. */
  private Map<Integer, Score> scores(List<RankTask.Training> trainings) {
    Map<Integer, Architecture> networks = new TreeMap<>();
    trainings.forEach(one -> networks.put(one.network(), one.architecture()));
    List<Sample> samples = new ArrayList<>();
    networks.forEach((number, architecture) -> samples.add(Sample.given(number, architecture, 0)));
    try (Scoring scoring = Scoring.ofAll(run, dataset, network, shared, networks.size())) {
      return scoring.score("scores", samples).stream()
          .collect(Collectors.toMap(Score::sample, score -> score));
    }
  }

  private RankRow row(Score score, RankTask.Result trained) {
    Architecture architecture = trained.training().architecture();
    SubNetwork subNetwork = SubNetwork.of(network, architecture);
    return new RankRow(
        run.directory().root().getName(),
        trained.training().network(),
        trained.training().number(),
        WrittenArchitecture.of(network, architecture),
        ArchitectureJson.id(network, architecture),
        new Costs(MacCount.count(subNetwork), ParameterCount.count(subNetwork), Map.of()),
        finite(score.value()),
        score.images(),
        finite(trained.test().score()),
        trained.test().images(),
        terms,
        trained.seconds(),
        trained.executor());
  }

  private static OptionalDouble finite(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Held-out images serve where there are no others. */
  private Split tested() {
    return dataset.count(Split.TEST) > 0 ? Split.TEST : Split.HELD_OUT;
  }

  private RankTerms terms() {
    ScoringSettings scoring = run.settings().scoring();
    TrainingSettings train = run.settings().train();
    return new RankTerms(
        plan.from(),
        plan.to(),
        plan.seed(),
        plan.epochs().orElse(train.plan().pace().epochs()),
        train.initialWeights().ofSupernet() ? "shared" : "random",
        tested().column(),
        scoring.quality().name(),
        scoring.batchNorm().word(),
        ScoringImages.calibrationImages(run, dataset),
        dataset.id(),
        ModelFolder.id(shared));
  }
}
