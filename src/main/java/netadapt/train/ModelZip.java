package netadapt.train;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import netadapt.BadInput;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A graph as a file that Deeplearning4j's {@code ModelSerializer} can read.
 *
 * <p>Read back are only the three entries that {@link #write} makes, in that order. Deeplearning4j
 * reads further ones, some as serialised Java objects, which run code of whoever wrote the file.
 */
final class ModelZip {
  private static final String CONFIGURATION = "configuration.json";
  private static final String PARAMETERS = "coefficients.bin";
  private static final String UPDATER = "updaterState.bin";

  private ModelZip() {}

  /**
   * Writes a graph.
   *
   * @param updater whether with the optimizer's memory
   * @param out stays open
   */
  static void write(ComputationGraph graph, boolean updater, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(new ZipEntry(CONFIGURATION));
    zip.write(graph.getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
    write(PARAMETERS, graph.params(), zip);
    INDArray memory = graph.getUpdater().getStateViewArray();
    if (updater && memory != null) {
      write(UPDATER, memory, zip);
    }
    zip.finish();
  }

  private static void write(String entry, INDArray array, ZipOutputStream zip) throws IOException {
    zip.putNextEntry(new ZipEntry(entry));
    DataOutputStream data = new DataOutputStream(new BufferedOutputStream(zip, 1 << 16));
    Nd4j.write(array, data);
    data.flush();
  }

  /**
   * Reads a graph that {@link #write} wrote.
   *
   * @param in stays open
   * @param name of the file, for messages
   * @throws BadInput if it holds anything else
   */
  static ComputationGraph read(InputStream in, String name) throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    next(zip, name, CONFIGURATION);
    ComputationGraphConfiguration configuration = configuration(zip, name);
    next(zip, name, PARAMETERS);
    ComputationGraph graph = graph(configuration, zip, name);
    ZipEntry last = zip.getNextEntry();
    if (last != null && last.getName().equals(UPDATER)) {
      read(zip, graph.getUpdater().getStateViewArray(), name, UPDATER);
      last = zip.getNextEntry();
    }
    if (last != null) {
      throw unknown(name, last.getName());
    }
    return graph;
  }

  private static ComputationGraphConfiguration configuration(InputStream in, String name)
      throws IOException {
    String json = GraphJson.checked(in, name, CONFIGURATION);
    try {
      return ComputationGraphConfiguration.fromJson(json);
    } catch (RuntimeException e) {
      throw noGraph(name, e);
    }
  }

  /** The weights are read before the graph makes room for as many as its configuration says. */
  private static ComputationGraph graph(
      ComputationGraphConfiguration configuration, InputStream in, String name) throws IOException {
    long count;
    try {
      count =
          configuration.getVertices().values().stream()
              .mapToLong(vertex -> vertex.numParams(true))
              .reduce(0, Math::addExact);
    } catch (RuntimeException e) {
      throw noGraph(name, e);
    }
    float[] weights = numbers(in, count, name, PARAMETERS);
    ComputationGraph graph = new ComputationGraph(configuration);
    try {
      graph.init(Nd4j.createFromArray(weights).reshape(1, weights.length), false);
    } catch (RuntimeException e) {
      throw noGraph(name, e);
    }
    return graph;
  }

  private static BadInput noGraph(String name, RuntimeException cause) {
    return new BadInput("%s in %s is no graph".formatted(CONFIGURATION, name), cause);
  }

  private static void next(ZipInputStream zip, String name, String expected) throws IOException {
    ZipEntry entry = zip.getNextEntry();
    if (entry == null) {
      throw new BadInput(
          ("%s has no %s: it is damaged, or no model of this program; put back a copy of it, or remove"
                  + " it to train anew")
              .formatted(name, expected));
    }
    if (!entry.getName().equals(expected)) {
      throw unknown(name, entry.getName());
    }
  }

  private static void read(InputStream in, INDArray target, String name, String entry)
      throws IOException {
    if (target == null) {
      throw unknown(name, entry);
    }
    Floats.copy(numbers(in, target.length(), name, entry), target);
  }

  private static float[] numbers(InputStream in, long count, String name, String entry)
      throws IOException {
    return ArrayFile.read(new DataInputStream(in), count, entry + " in " + name);
  }

  private static BadInput unknown(String name, String entry) {
    return new BadInput(
        ("%s holds %s, which is not of a model that this program wrote: nothing is read from it;"
                + " restore the file, or remove it to train anew")
            .formatted(name, entry));
  }
}
