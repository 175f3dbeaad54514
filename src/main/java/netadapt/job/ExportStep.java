package netadapt.job;

import java.util.List;
import netadapt.BadInput;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SuperNetwork;
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
      for (Path file : files(found, network, budget)) {
        directory.commitCopy(trained.model(), file);
      }
    }
    return budgets.size() == 1
        ? files(found, network, budgets.get(0)).get(0).toString()
        : "%d models in %s".formatted(budgets.size(), found.models());
  }

  private static TrainedFolder trained(Run run, SuperNetwork network, double budget) {
    Architecture architecture = new FoundArchitectures(run.directory()).at(network, budget);
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
