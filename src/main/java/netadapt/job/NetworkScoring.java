package netadapt.job;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.cost.MacCount;
import netadapt.data.Dataset;
import netadapt.run.Provenance;
import netadapt.run.RunLease;
import netadapt.run.ScoreTable;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.train.ModelFolder;
import org.apache.hadoop.fs.Path;

/** Scores sub-networks that somebody chose, all on all held-out images, as one Spark job. */
final class NetworkScoring {
  private final Run run;

  NetworkScoring(Run run) {
    this.run = run;
  }

  /**
   * Scores sub-networks and keeps the table.
   *
   * @param networks at least one, canonical or not
   * @param name of the table
   * @param progress told how far it is
   * @throws BadInput if there are no networks, the super-network is not trained, or a table has
   *     that name
   * @throws IllegalArgumentException if an architecture is another network's
   */
  ScoreTable score(List<Architecture> networks, String name, Progress progress) {
    if (networks.isEmpty()) {
      throw new BadInput("no sub-networks to score: give at least one");
    }
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    List<Sample> samples = samples(network, networks);
    if (!run.supernet().complete()) {
      throw new BadInput(
          "no trained super-network in %s: run train-supernet first"
              .formatted(run.directory().supernet()));
    }
    run.warn(
        TaskThreads.ofScoring(run.context(), run.scoringResources().cpus(), Scoring.threads(run)));
    run.warn(ChosenDevice.warning(run));
    try (RunLease lease = run.lease()) {
      Path file = ScoreTable.newFile(run.directory(), name);
      Weights weights = run.supernet().weights();
      ScoreTable table =
          ScoreTable.of(
              file,
              network,
              samples.stream().map(Sample::architecture).toList(),
              scores(dataset, network, weights, samples, progress),
              provenance(dataset, weights));
      table.write(run.directory());
      return table;
    }
  }

  private List<Score> scores(
      Dataset dataset,
      SuperNetwork network,
      Weights weights,
      List<Sample> samples,
      Progress progress) {
    int count = samples.size();
    progress.update(0, "0 of %d scored".formatted(count));
    try (Scoring scoring = Scoring.ofAll(run, dataset, network, weights, count)) {
      return scoring.score(
          "%d in all".formatted(count),
          samples,
          scored -> {
            long done = Math.min(scored, count);
            progress.update((double) done / count, "%d of %d scored".formatted(done, count));
          });
    }
  }

  private static List<Sample> samples(SuperNetwork network, List<Architecture> networks) {
    return IntStream.range(0, networks.size())
        .mapToObj(
            i -> {
              SubNetwork given = SubNetwork.of(network, networks.get(i));
              return Sample.given(i, given.canonical(), new MacCount().of(given));
            })
        .toList();
  }

  private Provenance provenance(Dataset dataset, Weights weights) {
    return new Provenance(
        run.directory().root().getName(),
        dataset.id(),
        ModelFolder.id(weights),
        run.settings().run().seed(),
        run.settings().scoring().quality().name(),
        run.settings().scoring().batchNorm().word(),
        ScoringImages.calibrationImages(run, dataset),
        0,
        OptionalDouble.empty());
  }
}
