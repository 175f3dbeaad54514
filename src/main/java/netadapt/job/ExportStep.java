package netadapt.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.measure.WholeNetworks;
import netadapt.run.FoundArchitectures;
import netadapt.run.RunDirectory;
import netadapt.run.TrainedFolder;
import org.apache.hadoop.fs.Path;

/** Copies the networks that were found, once they are trained, as ONNX to their architectures. */
final class ExportStep implements RunStep {
  @Override
  public Step step() {
    return Step.EXPORT;
  }

  @Override
  public void check(Run run) {
    new TrainStep().check(run);
  }

  @Override
  public boolean done(Run run) {
    if (!new TrainStep().done(run)) {
      return false;
    }
    SuperNetwork network = run.network(run.dataset());
    FoundArchitectures found = new FoundArchitectures(run.directory());
    return NetworksToTrain.budgets(run, network).stream()
        .allMatch(
            budget -> {
              long written = run.directory().modified(trained(run, network, budget).model());
              return written > 0
                  && files(found, network, budget).stream()
                      .allMatch(file -> run.directory().modified(file) >= written);
            });
  }

  @Override
  public String execute(Run run, Progress progress) {
    RunDirectory directory = run.directory();
    SuperNetwork network = run.network(run.dataset());
    FoundArchitectures found = new FoundArchitectures(directory);
    List<Double> budgets = NetworksToTrain.budgets(run, network);
    for (double budget : budgets) {
      TrainedFolder trained = trained(run, network, budget);
      if (trained.result().isEmpty()) {
        throw new BadInput("no trained network in %s: run train first".formatted(trained.path()));
      }
    }
    run.metrics().threadsHere().ifPresent(threads -> measure(run, network, budgets, threads));
    for (double budget : budgets) {
      for (Path file : files(found, network, budget)) {
        directory.commitCopy(trained(run, network, budget).model(), file);
      }
    }
    return budgets.size() == 1
        ? files(found, network, budgets.get(0)).get(0).toString()
        : "%d models in %s".formatted(budgets.size(), found.models());
  }

  /**
   * Measures networks as a whole, to stand beside what a table says of them: those that are
   * trained, and the initial one in any case.
   */
  private static void measure(Run run, SuperNetwork network, List<Double> budgets, int threads) {
    Map<String, byte[]> models = new LinkedHashMap<>();
    String initial = ArchitectureJson.id(network, network.full());
    models.put(initial, WholeNetworks.untrained(SubNetwork.full(network)));
    for (NetworksToTrain.Named one : NetworksToTrain.of(run, network, budgets).all()) {
      Path model = trained(run, network, one.architecture()).model();
      if (run.directory().exists(model)) {
        String id = ArchitectureJson.id(network, one.architecture());
        models.put(id, run.directory().readBytes(model));
      }
    }
    new Results(run.directory()).measured(WholeNetworks.millis(models, network.input(), threads));
  }

  private static TrainedFolder trained(Run run, SuperNetwork network, double budget) {
    return trained(run, network, new FoundArchitectures(run.directory()).at(network, budget));
  }

  private static TrainedFolder trained(Run run, SuperNetwork network, Architecture architecture) {
    String id = ArchitectureJson.id(network, architecture);
    return TrainedFolder.of(run.directory(), id, run.settings().run().seed());
  }

  /** Where a budget's model lies: also in the run's own place if it is the smallest one's. */
  private static List<Path> files(FoundArchitectures found, SuperNetwork network, double budget) {
    Architecture architecture = found.at(network, budget);
    return architecture.equals(found.smallest(network))
        ? List.of(found.model(), found.model(budget))
        : List.of(found.model(budget));
  }
}
