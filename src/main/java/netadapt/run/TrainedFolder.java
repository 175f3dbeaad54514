package netadapt.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SuperNetwork;
import org.apache.hadoop.fs.Path;

/**
 * The folder of an architecture that is trained by itself. {@code result.json} is written last:
 * where it is, the training is over and the network is tested.
 *
 * @param path of the folder, in the run directory
 */
public record TrainedFolder(RunDirectory directory, Path path) {

  /** The folder for an architecture and a seed. */
  public static TrainedFolder of(RunDirectory directory, String architectureId, long seed) {
    return new TrainedFolder(directory, directory.trained(architectureId, seed));
  }

  /** The settings that the training was begun with. */
  public Path configuration() {
    return new Path(path, "config.conf");
  }

  /** The trained network as ONNX. */
  public Path model() {
    return model(path);
  }

  /** A picture of what the trained network tells of some images, where it tells of every pixel. */
  public Path examples() {
    return examples(path);
  }

  static Path examples(Path folder) {
    return new Path(folder, "examples.png");
  }

  static Path model(Path folder) {
    return new Path(folder, "model.onnx");
  }

  /** Writes what is trained, over what is there. */
  public void write(SuperNetwork network, Architecture architecture) {
    directory.commitText(
        new Path(path, "architecture.json"), ArchitectureJson.write(network, architecture) + "\n");
  }

  /** Keeps the teacher of a training that begins, or that there is none. */
  public void write(Optional<TaughtBy> teacher) {
    if (teacher.isPresent()) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      put(json, teacher.get());
      directory.commitText(teacherFile(), json.toPrettyString() + "\n");
    } else if (directory.exists(teacherFile())) {
      directory.delete(teacherFile());
    }
  }

  /**
   * The teacher that the training was begun with; empty if it has none, or has not begun.
   *
   * @throws BadInput if the file is not a JSON object
   */
  public Optional<TaughtBy> teacher() {
    return directory.exists(teacherFile())
        ? teacher(JsonObject.parse(directory.readText(teacherFile()), teacherFile().toString()))
        : Optional.empty();
  }

  private static void put(ObjectNode json, TaughtBy teacher) {
    json.put("teacher", teacher.teacher());
    json.put("teacher_id", teacher.id());
    teacher.classesId().ifPresent(id -> json.put("teacher_classes_id", id));
  }

  private static Optional<TaughtBy> teacher(JsonObject json) {
    return json.text("teacher")
        .map(
            teacher ->
                new TaughtBy(
                    teacher, json.text("teacher_id").orElse(""), json.text("teacher_classes_id")));
  }

  private Path teacherFile() {
    return new Path(path, "teacher.json");
  }

  /** Writes what came out, over what is there. */
  public void write(TrainedNetwork trained) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("architecture_id", trained.architectureId());
    json.put("seed", trained.seed());
    json.put("macs", trained.macs());
    json.put("params", trained.params());
    json.put("initial_weights", trained.initialWeights());
    trained.sharedWeights().ifPresent(id -> json.put("weights_id", id));
    trained.teacher().ifPresent(teacher -> put(json, teacher));
    json.put("test_metric", trained.metric());
    trained.testAccuracy().ifPresent(accuracy -> json.put("test_accuracy", accuracy));
    if (!trained.furtherTests().isEmpty()) {
      ObjectNode further = json.putObject("further_tests");
      trained.furtherTests().forEach(further::put);
    }
    directory.commitText(file(), json.toPrettyString() + "\n");
  }

  /**
   * What came out; empty before the end.
   *
   * @throws BadInput if the file is not a JSON object
   */
  public Optional<TrainedNetwork> result() {
    return directory.exists(file())
        ? Optional.of(read(JsonObject.parse(directory.readText(file()), file().toString())))
        : Optional.empty();
  }

  private TrainedNetwork read(JsonObject json) {
    return new TrainedNetwork(
        path,
        json.text("architecture_id").orElse(""),
        json.whole("seed").orElse(0),
        json.whole("macs").orElse(0),
        json.whole("params").orElse(0),
        json.text("initial_weights").orElse("random"),
        json.text("weights_id"),
        teacher(json),
        json.text("test_metric").orElse(""),
        json.number("test_accuracy"),
        json.numbers("further_tests"));
  }

  private Path file() {
    return new Path(path, "result.json");
  }
}
