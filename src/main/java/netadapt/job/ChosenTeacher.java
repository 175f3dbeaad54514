package netadapt.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.data.ImageFormat;
import netadapt.data.Layout;
import netadapt.onnx.OnnxModel;
import netadapt.run.TaughtBy;
import netadapt.settings.TeacherSettings;
import netadapt.train.ModelFolder;
import netadapt.train.SentTeacher;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The teacher that the settings {@code train} name, loaded and checked.
 *
 * @param name for messages
 * @param model as ONNX
 * @param form how it is asked
 * @param identity what is kept of it
 */
@SuppressWarnings("ArrayRecordComponent") // of a file, and only read
record ChosenTeacher(String name, byte[] model, TeacherForm form, TaughtBy identity) {
  static final String TEACHER = "train.teacher";
  static final String CLASSES = "train.distillation.classes";

  /**
   * Looks for mistakes as far as it can before the images are prepared, and before the
   * super-network is trained where that is the teacher.
   *
   * @throws BadInput if there is one
   */
  static void check(Run run) {
    Optional<TeacherSettings> chosen = run.settings().train().teacher();
    if (chosen.isEmpty() || chosen.get().isSupernet()) {
      return;
    }
    if (run.prepared()) {
      of(run, run.dataset());
      return;
    }
    run.settings().using("train", () -> PlannedTeacher.checked(chosen, run.directory().hadoop()));
  }

  /**
   * The teacher for the run's images; empty if there is none.
   *
   * @throws BadInput if there is no such model, or it cannot be asked of these images
   */
  static Optional<ChosenTeacher> of(Run run, Dataset dataset) {
    return run.settings()
        .train()
        .teacher()
        .map(
            settings ->
                run.settings()
                    .using(
                        "train",
                        () ->
                            settings.isSupernet()
                                ? supernet(run, dataset, settings)
                                : file(run, dataset, settings)));
  }

  private static ChosenTeacher file(Run run, Dataset dataset, TeacherSettings settings) {
    Configuration hadoop = run.directory().hadoop();
    byte[] content = NamedFile.read(TEACHER, settings.model(), hadoop);
    String file = settings.classes().file();
    Optional<String> classesId =
        file.isEmpty()
            ? Optional.empty()
            : Optional.of(hash(NamedFile.read(CLASSES, file, hadoop)));
    TaughtBy identity = new TaughtBy(settings.model(), hash(content), classesId);
    return checked(run, dataset, settings, settings.model(), content, identity);
  }

  /** The full network with the shared weights, and with the batch statistics that scores have. */
  private static ChosenTeacher supernet(Run run, Dataset dataset, TeacherSettings settings) {
    if (!run.supernet().complete()) {
      throw new BadInput(
          ("train.teacher is supernet but there is no trained super-network in %s: run"
                  + " train-supernet first")
              .formatted(run.directory().supernet()));
    }
    SuperNetwork network = run.network(dataset);
    SubNetwork full = SubNetwork.full(network);
    Weights shared = run.supernet().weights();
    Weights weights = shared.with(Scoring.statistics(run, dataset, network, shared));
    ModelMetadata metadata =
        new ModelMetadata(
            full,
            run.settings().task(),
            dataset.classes(),
            run.normalization(dataset),
            dataset.id(),
            dataset.cropShare());
    byte[] content = OnnxModel.write(full, weights, metadata.entries());
    // Not of the statistics, whose last bits another machine may compute otherwise.
    int calibration = ScoringImages.calibrationImages(run, dataset);
    String id = ModelFolder.id(shared) + (calibration == 0 ? "" : "-recalibrated-" + calibration);
    TaughtBy identity = new TaughtBy(settings.model(), id, Optional.empty());
    return checked(run, dataset, settings, "the super-network", content, identity);
  }

  private static ChosenTeacher checked(
      Run run,
      Dataset dataset,
      TeacherSettings settings,
      String name,
      byte[] content,
      TaughtBy identity) {
    ImageFormat student =
        new ImageFormat(
            dataset.height(), dataset.width(), run.normalization(dataset), Layout.CHANNELS_LAST);
    List<String> named = named(settings, run.directory().hadoop());
    try (TeacherModel model = new TeacherModel(name, content, settings)) {
      TeacherForm form = model.form(student, dataset.classes(), named);
      return new ChosenTeacher(name, content, form, identity);
    }
  }

  /** The classes that the settings, or the file that they name, have; none if they name none. */
  private static List<String> named(TeacherSettings settings, Configuration hadoop) {
    String file = settings.classes().file();
    return file.isEmpty()
        ? settings.classes().names()
        : new String(NamedFile.read(CLASSES, file, hadoop), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
  }

  /** Sends the model to executors as they ask for it. The caller destroys what is sent. */
  SentTeacher send(JavaSparkContext spark) {
    String id = identity.id() + hash(SerializationUtils.serialize(form));
    return new SentTeacher(id, spark.broadcast(model), new OnnxTeacher.Loader(name, form));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
