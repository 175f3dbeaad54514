package netadapt.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SuperNetwork;
import netadapt.run.ParquetTable.Column;
import netadapt.run.ParquetTable.Type;
import netadapt.run.TypedTable.Cells;
import netadapt.run.TypedTable.Field;

/**
 * An architecture as the tables of a run hold it, for readers without its super-network.
 *
 * @param network that it is of
 * @param layers every searched layer, in the network's order
 */
public record WrittenArchitecture(String network, List<Layer> layers) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Column COLUMN =
      Column.struct(
          "architecture",
          Column.of("network", Type.STRING),
          Column.structs(
              "layers",
              Column.of("name", Type.STRING),
              Column.of("filters", Type.INT),
              Column.of("kernel", Type.INT)));

  /** The column of a table. */
  static final Field<WrittenArchitecture> FIELD = new Field<>(COLUMN, WrittenArchitecture::values);

  public WrittenArchitecture {
    layers = List.copyOf(layers);
  }

  /**
   * What an architecture says of one layer.
   *
   * @param filters that remain
   * @param kernel side of the kernel
   */
  public record Layer(String name, int filters, int kernel) {
    private Map<String, Object> values() {
      return Map.of("name", name, "filters", filters, "kernel", kernel);
    }
  }

  /** All searched layers of an architecture. */
  public static WrittenArchitecture of(SuperNetwork network, Architecture architecture) {
    List<Layer> layers =
        IntStream.range(0, architecture.sizes().size())
            .mapToObj(
                i ->
                    new Layer(
                        network.convolutions().get(i).name(),
                        architecture.sizes().get(i).filters(),
                        architecture.sizes().get(i).kernel()))
            .toList();
    return new WrittenArchitecture(network.name(), layers);
  }

  /**
   * The architecture.
   *
   * @param of the super-network
   * @param where this is from, for messages
   * @throws BadInput if it is not an architecture of this network
   */
  public Architecture in(SuperNetwork of, String where) {
    return ArchitectureJson.read(of, json(), where);
  }

  /** What an architecture file holds, as {@link ArchitectureJson} reads it. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can be written as JSON", e);
    }
  }

  static WrittenArchitecture read(Cells row) {
    Cells written = row.struct(COLUMN.name());
    List<Layer> layers =
        written.structs("layers").stream()
            .map(
                layer ->
                    new Layer(
                        layer.text("name"), layer.integer("filters"), layer.integer("kernel")))
            .toList();
    return new WrittenArchitecture(written.text("network"), layers);
  }

  private Map<String, Object> values() {
    return Map.of("network", network, "layers", layers.stream().map(Layer::values).toList());
  }
}
