package netadapt.job;

import java.util.Optional;
import netadapt.BadInput;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.data.Dataset;
import netadapt.run.FoundArchitectures;
import netadapt.run.RunResults;

/** Writes the network that was found, once it is trained, as ONNX. */
final class ExportStep implements RunStep {
  @Override
  public Step step() {
    return Step.EXPORT;
  }

  @Override
  public boolean done(Run run) {
    return run.directory().exists(OnnxExport.file(run.directory().found()))
        && new TrainStep().done(run)
        && exported(run);
  }

  @Override
  public String execute(Run run, Progress progress) {
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    Architecture architecture = new FoundArchitectures(run.directory()).smallest(network);
    if (!run.found().complete()) {
      throw new BadInput(
          "no trained network in %s: run train first".formatted(run.directory().found()));
    }
    SubNetwork found = SubNetwork.of(network, architecture);
    String summary =
        new OnnxExport(run, dataset, found, run.found()).write(run.directory().found(), progress);
    new Results(run.directory()).exported(network, architecture);
    return summary;
  }

  private static boolean exported(Run run) {
    SuperNetwork network = run.network(run.dataset());
    Architecture found = new FoundArchitectures(run.directory()).smallest(network);
    return RunResults.read(run.directory())
        .exported()
        .equals(Optional.of(ArchitectureJson.id(network, found)));
  }
}
