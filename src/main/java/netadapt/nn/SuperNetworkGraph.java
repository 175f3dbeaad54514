package netadapt.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netadapt.arch.Layer;
import netadapt.arch.SubNetwork;
import netadapt.task.Loss;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * Builds Deeplearning4j graphs of super-networks and of sub-networks.
 *
 * <p>Inputs: {@code images [n, h, w, c]}, normalised, and for a super-network {@code draws [n,
 * layers, 2]}. Output: class probabilities {@code [n, classes]}, or what is told of every pixel,
 * {@code [n, h · w · channels]}.
 */
public final class SuperNetworkGraph {
  private static final String IMAGES = "images";
  private static final String DRAWS = "draws";
  private static final int NOT_ELASTIC = -1;

  private final boolean elastic;
  private final Recipe recipe;
  private final ComputationGraphConfiguration.GraphBuilder builder;
  private final Map<String, String> given = new HashMap<>(); // by block, the vertex that ends it
  private String last = IMAGES;
  private int searched;
  private int residualBlocks;
  private int residualSums;

  private SuperNetworkGraph(boolean elastic, Recipe recipe) {
    this.elastic = elastic;
    this.recipe = recipe;
    this.builder =
        new NeuralNetConfiguration.Builder()
            .seed(recipe.seed())
            .dataType(recipe.dataType())
            .updater(recipe.updater())
            .weightInit(WeightInit.XAVIER)
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .graphBuilder();
  }

  /**
   * A graph whose every image is computed by the sub-network that its draws name.
   *
   * @param full the super-network at its full size
   */
  public static ComputationGraphConfiguration elastic(SubNetwork full, Recipe recipe) {
    return new SuperNetworkGraph(true, recipe).build(full);
  }

  /** A graph of one sub-network, with the filters that remain and no others. */
  public static ComputationGraphConfiguration fixed(SubNetwork subNetwork, Recipe recipe) {
    return new SuperNetworkGraph(false, recipe).build(subNetwork);
  }

  private ComputationGraphConfiguration build(SubNetwork subNetwork) {
    if (elastic) {
      builder.addInputs(IMAGES, DRAWS);
    } else {
      builder.addInputs(IMAGES);
    }
    residualBlocks = (int) subNetwork.blocks().stream().filter(SuperNetworkGraph::hasSum).count();
    for (SubNetwork.SubBlock block : subNetwork.blocks()) {
      add(block);
    }
    return builder.setOutputs(last).build();
  }

  private void add(SubNetwork.SubBlock block) {
    String input = last;
    int drawFrom = searched;
    for (SubNetwork.SubLayer layer : block.layers()) {
      add(layer, input.equals(IMAGES) && !block.block().residual());
    }
    if (hasSum(block)) {
      String name = block.block().name() + ".sum";
      residualSums++;
      ResidualSum sum =
          elastic
              ? ResidualSum.elastic(name, drawFrom, searched, recipe)
              : ResidualSum.fixed(name, survival(), recipe);
      builder.addVertex(name, sum, inputs(elastic, input, last));
      last = name;
    }
    if (block.block().skips()) {
      String name = block.block().name() + ".skip";
      builder.addVertex(
          name, ResidualSum.skip(name, recipe), last, given.get(block.block().skip()));
      last = name;
    }
    given.put(block.block().name(), last);
  }

  private static boolean hasSum(SubNetwork.SubBlock block) {
    return block.block().residual() && !block.removed();
  }

  /**
   * That of the residual block that was counted last, of those that are there.
   *
   * @see <a href="https://arxiv.org/abs/1603.09382">Huang et al., section 3: linear decay</a>
   */
  private double survival() {
    return 1 - (double) residualSums / residualBlocks * (1 - recipe.survival());
  }

  private void add(SubNetwork.SubLayer sub, boolean inFirstBlock) {
    String name = sub.layer().name();
    boolean learnsBefore = !(inFirstBlock && last.equals(IMAGES));
    if (sub.layer() instanceof Layer.Convolution) {
      int drawIndex = elastic ? searched++ : NOT_ELASTIC;
      builder.addVertex(
          name,
          new ElasticConvolution(sub, drawIndex, learnsBefore, recipe),
          inputs(elastic, last));
    } else if (sub.layer() instanceof Layer.SqueezeExcite) {
      builder.addVertex(name, new SqueezeExcitation(sub, recipe), last);
    } else if (sub.layer() instanceof Layer.GlobalAveragePool) {
      builder.addVertex(name, new ChannelMean(name, recipe), last);
    } else if (sub.layer() instanceof Layer.Upsample upsample) {
      builder.addVertex(name, new Upsampling(name, upsample.factor(), recipe), last);
    } else if (sub.layer() instanceof Layer.Pixelwise end) {
      addPixelwise(sub, end, learnsBefore);
      return;
    } else {
      addClassifier(sub);
    }
    last = name;
  }

  private void addPixelwise(SubNetwork.SubLayer sub, Layer.Pixelwise end, boolean learnsBefore) {
    Loss loss =
        recipe
            .loss()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "layer %s tells something of every pixel, so the recipe must have a loss"
                            .formatted(end.name())));
    SubNetwork.SubLayer convolution =
        new SubNetwork.SubLayer(end.convolution(), sub.input(), sub.filters(), 1, sub.output());
    builder.addVertex(
        end.name(), new ElasticConvolution(convolution, NOT_ELASTIC, learnsBefore, recipe), last);
    String flat = end.name() + ".flat";
    builder.addVertex(flat, new Flattening(flat, recipe), end.name());
    last = end.name() + ".loss";
    builder.addLayer(last, new LossOutput(loss), flat);
  }

  private void addClassifier(SubNetwork.SubLayer sub) {
    String flat = sub.layer().name() + ".input";
    builder.addVertex(flat, new Features(flat, sub.input().channels(), recipe), last);
    builder.addLayer(
        sub.layer().name(),
        new SoftmaxOutput(
            sub.input().channels(),
            sub.filters(),
            recipe.dropout(),
            recipe.l2(),
            recipe.temperature()),
        flat);
  }

  private static String[] inputs(boolean withDraws, String... activations) {
    List<String> inputs = new ArrayList<>(List.of(activations));
    if (withDraws) {
      inputs.add(DRAWS);
    }
    return inputs.toArray(new String[0]);
  }
}
