package netadapt.task;

import java.util.List;
import java.util.Optional;
import netadapt.arch.SuperNetwork;

/** A task of which nothing is wanted but that it is one. */
abstract class NoTask implements Task {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "none";
  }

  @Override
  public Label label() {
    return Label.MAP;
  }

  @Override
  public Optional<String> wrongEnd(SuperNetwork network) {
    return Optional.empty();
  }

  @Override
  public Optional<Loss> loss() {
    return Optional.empty();
  }

  @Override
  public List<Quality> qualities() {
    return List.of();
  }

  @Override
  public List<Quality> tests(int classes) {
    return List.of();
  }
}
