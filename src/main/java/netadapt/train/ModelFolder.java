package netadapt.train;

import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipException;
import netadapt.BadInput;
import netadapt.CommittedFile;
import netadapt.HadoopFiles;
import netadapt.arch.SubNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.nn.GraphWeights;
import netadapt.nn.SuperNetworkGraph;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trained model as files: {@code model.zip}, Deeplearning4j's with the optimizer's memory, and
 * {@code average.zip}, the one to use, with the moving average of the weights.
 *
 * <p>{@code average.zip} is written last: where it is, the training is complete.
 */
public final class ModelFolder {
  private final Path folder;
  private final Configuration hadoop;

  /**
   * @param folder on any file system that Hadoop knows
   */
  public ModelFolder(String folder, Configuration hadoop) {
    this.folder = new Path(folder);
    this.hadoop = hadoop;
  }

  /** Whether a complete model is there. */
  public boolean complete() {
    try {
      return file(average()).exists();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The averaged weights, batch statistics included.
   *
   * @throws BadInput if the file is damaged, or holds what is not of a model
   */
  public Weights weights() {
    return GraphWeights.read(graph());
  }

  /**
   * What the averaged weights make of images, by Deeplearning4j.
   *
   * @param images {@code [n, h, w, c]} in row-major order, normalised
   * @param shape {@code {n, h, w, c}}
   * @return {@code [n][classes]}, the probability of each class, or {@code [n][h · w · channels]},
   *     what is told of every pixel
   */
  public float[][] outputs(float[] images, int[] shape) {
    long[] sizes = {shape[0], shape[1], shape[2], shape[3]};
    INDArray output = graph().outputSingle(Nd4j.create(images, sizes, 'c'));
    return output.toFloatMatrix();
  }

  /** A short name that equal weights share: 16 hexadecimal digits. */
  public static String id(Weights weights) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DataOutputStream out =
          new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
        for (Map.Entry<String, Tensor> tensor : weights.tensors().entrySet()) {
          out.writeUTF(tensor.getKey());
          for (float value : tensor.getValue().values()) {
            out.writeFloat(value);
          }
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException("every Java has SHA-256, and nothing is written", e);
    }
  }

  /**
   * Makes these weights the model, without a {@code model.zip}.
   *
   * @param network that they are of
   * @param weights of all its layers
   * @param plan that they were trained by
   * @throws UncheckedIOException if they cannot be written
   */
  public void save(SubNetwork network, Weights weights, TrainingPlan plan) {
    ComputationGraph graph =
        new ComputationGraph(SuperNetworkGraph.fixed(network, plan.recipe(1, 1)));
    graph.init();
    GraphWeights.write(weights, graph);
    try {
      write(graph, average(), false);
    } catch (IOException e) {
      throw new UncheckedIOException("model in " + folder + " cannot be written", e);
    }
  }

  void save(Trained trained) {
    try {
      write(trained.graph(), new Path(folder, "model.zip"), true);
      write(trained.averaged(), average(), false);
    } catch (IOException e) {
      throw new UncheckedIOException("model in " + folder + " cannot be written", e);
    }
  }

  private ComputationGraph graph() {
    try (var in = file(average()).open()) {
      return ModelZip.read(in, average().toString());
    } catch (EOFException | ZipException | ChecksumException e) {
      throw new BadInput(
          "%s is damaged or cut off: restore it, or remove it to train anew".formatted(average()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("model " + average() + " cannot be read", e);
    }
  }

  private void write(ComputationGraph graph, Path target, boolean updater) throws IOException {
    FileSystem files = files();
    file(target)
        .write(
            temporary -> {
              try (var out = files.create(temporary)) {
                ModelZip.write(graph, updater, out);
              }
            });
  }

  private Path average() {
    return new Path(folder, "average.zip");
  }

  private CommittedFile file(Path path) throws IOException {
    return CommittedFile.of(path, hadoop);
  }

  private FileSystem files() throws IOException {
    return HadoopFiles.of(folder, hadoop);
  }
}
