package netadapt.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SuperNetwork;
import netadapt.search.Landing;
import netadapt.search.SearchResult;
import org.apache.hadoop.fs.Path;

/**
 * The architectures that a search found: one file per budget in {@code found/architectures}, and
 * the smallest budget's in {@code found/architecture.json}. Beside them are their models, once they
 * are trained: in {@code found/models}, and the smallest budget's in {@code found/model.onnx}.
 */
public final class FoundArchitectures {
  private final RunDirectory directory;
  private final Path smallest;

  /** Those of a run. */
  public FoundArchitectures(RunDirectory directory) {
    this.directory = directory;
    this.smallest = new Path(directory.found(), "architecture.json");
  }

  /** Whether a search has met its smallest budget. */
  public boolean exist() {
    return directory.exists(smallest);
  }

  /**
   * The architecture found for the smallest budget.
   *
   * @throws BadInput if there is none yet
   */
  public Architecture smallest(SuperNetwork network) {
    if (!exist()) {
      throw new BadInput("no architecture in %s: run search first".formatted(smallest));
    }
    return ArchitectureJson.read(network, directory.readText(smallest), smallest.toString());
  }

  /** Whether a search has met a budget. */
  public boolean existAt(double budget) {
    return directory.exists(file(budget));
  }

  /**
   * The architecture found for a budget.
   *
   * @param budget in the metric's unit
   * @throws BadInput if there is none
   */
  public Architecture at(SuperNetwork network, double budget) {
    Path file = file(budget);
    if (!directory.exists(file)) {
      throw new BadInput("no architecture in %s: run search first".formatted(file));
    }
    return ArchitectureJson.read(network, directory.readText(file), file.toString());
  }

  /** Whether the smallest budget's is another one than a search has found now. */
  private boolean differ(SuperNetwork network, SearchResult result) {
    return exist() && !directory.readText(smallest).equals(smallest(network, result));
  }

  /** The smallest budget's model. */
  public Path model() {
    return new Path(directory.found(), "model.onnx");
  }

  /** Where each budget's model is. */
  public Path models() {
    return new Path(directory.found(), "models");
  }

  /** A budget's model. */
  public Path model(double budget) {
    return new Path(models(), name(budget) + ".onnx");
  }

  /** Removes the models of a network, such as before it gets other weights. */
  public void deleteModels(SuperNetwork network, Architecture of, List<Double> budgets) {
    for (double budget : budgets) {
      if (at(network, budget).equals(of)) {
        directory.delete(model(budget));
      }
    }
    if (smallest(network).equals(of)) {
      directory.delete(model());
    }
  }

  /** Writes what a search found. No model stays beside the architecture of another network. */
  public void write(SuperNetwork network, SearchResult result) {
    for (Landing landing : result.landings()) {
      String found = text(network, landing.found().sample().architecture());
      Path file = file(landing.budget());
      if (directory.exists(file) && !directory.readText(file).equals(found)) {
        directory.delete(model(landing.budget()));
      }
    }
    if (differ(network, result)) {
      directory.delete(model());
    }
    for (Landing landing : result.landings()) {
      directory.commitText(
          file(landing.budget()), text(network, landing.found().sample().architecture()));
    }
    directory.commitText(smallest, smallest(network, result));
  }

  private Path file(double budget) {
    return new Path(new Path(directory.found(), "architectures"), name(budget) + ".json");
  }

  private static String name(double budget) {
    return "budget-"
        + (budget < 1000 ? significant(budget) : String.format(Locale.ROOT, "%.0f", budget));
  }

  /** Six digits, such as {@code 2.5}: budgets of milliseconds are small numbers. */
  private static String significant(double budget) {
    return new BigDecimal(budget).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  private static String smallest(SuperNetwork network, SearchResult result) {
    return text(network, result.smallest().found().sample().architecture());
  }

  private static String text(SuperNetwork network, Architecture architecture) {
    return ArchitectureJson.write(network, architecture) + "\n";
  }
}
