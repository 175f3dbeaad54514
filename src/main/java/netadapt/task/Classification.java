package netadapt.task;

import java.util.List;
import java.util.Optional;
import netadapt.arch.Layer;
import netadapt.arch.SuperNetwork;

/** A network says to which of some classes an image belongs. */
public record Classification() implements Task {
  private static final TopK TOP_FIVE = new TopK(5);

  /** Of fewer, five are a large part. */
  private static final int MANY_CLASSES = 100;

  @Override
  public String name() {
    return "classification";
  }

  @Override
  public Label label() {
    return Label.CLASS;
  }

  @Override
  public Optional<String> wrongEnd(SuperNetwork network) {
    return network.ending() instanceof Layer.Dense
        ? Optional.empty()
        : Optional.of("a dense layer, with an output for each class");
  }

  @Override
  public Optional<Loss> loss() {
    return Optional.empty();
  }

  @Override
  public List<Quality> qualities() {
    return List.of(new TopK(1), TOP_FIVE);
  }

  @Override
  public List<Quality> tests(int classes) {
    return classes >= MANY_CLASSES ? List.of(TOP_FIVE) : List.of();
  }
}
