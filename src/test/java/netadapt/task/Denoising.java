package netadapt.task;

import java.util.List;
import java.util.Optional;
import netadapt.arch.Layer;
import netadapt.arch.SuperNetwork;
import netadapt.nn.SquaredError;

/**
 * A task of a user's own: a network says how bright every pixel would be without noise. Nothing
 * else knows of it but the settings that name this class.
 */
public record Denoising() implements Task {
  /** The mean squared difference of brightness, below 0 so that higher is better. */
  public record NegativeSquaredError() implements Quality {
    private static final ScoreUnit UNIT = new ScoreUnit("squared greys", false);

    @Override
    public String name() {
      return "negative-squared-error";
    }

    @Override
    public double of(float[] outputs, Truth truth) {
      double sum = 0;
      for (int i = 0; i < outputs.length; i++) {
        double difference = (double) outputs[i] - truth.target()[i];
        sum += difference * difference;
      }
      return -sum / outputs.length;
    }

    @Override
    public ScoreUnit unit() {
      return UNIT;
    }
  }

  @Override
  public String name() {
    return "denoising";
  }

  @Override
  public Label label() {
    return Label.MAP;
  }

  @Override
  public Optional<String> wrongEnd(SuperNetwork network) {
    return network.ending() instanceof Layer.Pixelwise pixelwise && pixelwise.channels() == 1
        ? Optional.empty()
        : Optional.of("a pixelwise layer of 1 channel, the brightness");
  }

  @Override
  public Optional<Loss> loss() {
    return Optional.of(new SquaredError());
  }

  @Override
  public List<Quality> qualities() {
    return List.of(new NegativeSquaredError());
  }

  @Override
  public List<Quality> tests(int classes) {
    return qualities();
  }
}
