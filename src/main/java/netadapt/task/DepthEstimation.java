package netadapt.task;

import java.util.List;
import java.util.Optional;
import netadapt.arch.Layer;
import netadapt.arch.SuperNetwork;

/**
 * A network says of every pixel how far away it is, in metres. Pixels whose depth is not known have
 * 0, and count nowhere.
 *
 * @see <a href="https://arxiv.org/abs/1903.03273">FastDepth</a>
 */
public record DepthEstimation() implements Task {
  @Override
  public String name() {
    return "depth";
  }

  @Override
  public Label label() {
    return Label.MAP;
  }

  @Override
  public Optional<String> wrongEnd(SuperNetwork network) {
    return network.ending() instanceof Layer.Pixelwise pixelwise && pixelwise.channels() == 1
        ? Optional.empty()
        : Optional.of("a pixelwise layer of 1 channel, the depth");
  }

  @Override
  public Optional<Loss> loss() {
    return Optional.of(new AbsoluteDepthError());
  }

  @Override
  public List<Quality> qualities() {
    return List.of(new DeltaShare(1), new NegativeRootMeanSquare());
  }

  @Override
  public List<Quality> tests(int classes) {
    return qualities();
  }
}
