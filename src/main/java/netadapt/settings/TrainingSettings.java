package netadapt.settings;

import java.util.Optional;
import netadapt.data.Augmentation;
import netadapt.nn.Draws;
import netadapt.nn.KernelChoice;
import netadapt.task.Task;
import netadapt.train.Averages;
import netadapt.train.Distillation;
import netadapt.train.LearningRateSchedule;
import netadapt.train.Optimizer;
import netadapt.train.Pace;
import netadapt.train.Regularization;
import netadapt.train.TrainingPlan;

/**
 * How weights are trained: the super-network's, or those of the network that was found.
 *
 * @param plan of the training, whose seed is not set yet: it is the run's
 * @param workers Spark tasks; 0 for as many as the training was begun with, at first one per slot
 * @param initialWeights what the training starts from
 * @param trajectoryEpochs of each network on the way of the search, where that is trained along
 * @param accuracyEpochs epochs between two scorings of the weights; 0 for none
 * @param keepsBest whether the weights of the most accurate epoch are kept, not the last ones
 * @param networks which ones are trained; unused for the super-network
 * @param augmentation of the training images
 * @param teacher that they learn from, if any; the super-network has none
 * @param pretrained where the training of the super-network takes the weights of layers that are
 *     alike from: the directory of another run, or an ONNX model; empty for none
 */
public record TrainingSettings(
    TrainingPlan plan,
    int workers,
    InitialWeights initialWeights,
    int trajectoryEpochs,
    int accuracyEpochs,
    boolean keepsBest,
    TrainedNetworks networks,
    Augmentation augmentation,
    Optional<TeacherSettings> teacher,
    Optional<String> pretrained) {

  /** Which weights a training ends with. */
  private enum Keep {
    LAST,
    BEST
  }

  /** What a training starts from. */
  public enum InitialWeights {
    /** The super-network's. */
    SHARED,
    /** The super-network's, trained along the way of the search. */
    TRAJECTORY,
    RANDOM;

    /** As in settings and results. */
    public String word() {
      return Section.word(this);
    }

    /** Whether a super-network is needed. */
    public boolean ofSupernet() {
      return this != RANDOM;
    }
  }

  /** Reads the training of the super-network. */
  static TrainingSettings readSupernet(Section supernet, Augmentation augmentation, Task task) {
    int segments = supernet.integer("kernel-segments", 1);
    int perDraw = supernet.integer("images-per-draw", 1);
    int accuracyEpochs = supernet.integer("accuracy-epochs", 0);
    double shrinking = supernet.number("shrinking", x -> x >= 0 && x <= 1, "0 to 1");
    Draws draws =
        new Draws(supernet.choice("draws", Draws.Rule.class), perDraw, segments, shrinking);
    Optional<String> pretrained =
        Optional.of(supernet.optionalText("initial-weights")).filter(text -> !text.isEmpty());
    TrainingSettings settings =
        read(
            supernet,
            draws,
            InitialWeights.RANDOM,
            1,
            accuracyEpochs,
            false,
            TrainedNetworks.NONE,
            augmentation,
            1,
            Optional.empty(),
            pretrained,
            task);
    int batch = settings.plan.pace().batch();
    if (segments > batch && !supernet.mistaken()) {
      supernet.broken("kernel-segments", "at most supernet.batch, " + batch, "1");
    }
    if (batch % perDraw != 0 && !supernet.mistaken()) {
      supernet.broken("images-per-draw", "a divisor of supernet.batch, " + batch, "1");
    }
    return settings;
  }

  /** Reads the training of the networks that were found, of which nothing is drawn. */
  static TrainingSettings readTrain(
      Section train, SearchSettings search, DataSettings data, Task task) {
    int accuracyEpochs = train.integer("accuracy-epochs", 0);
    boolean keepsBest = train.choice("keep", Keep.class) == Keep.BEST;
    if (keepsBest && accuracyEpochs == 0) {
      train.broken("accuracy-epochs", "at least 1 where keep is best", "1");
    }
    Optional<TeacherSettings> teacher = TeacherSettings.read(train);
    if (teacher.isPresent() && task.label() != Task.Label.CLASS) {
      train.broken(
          "teacher", "null where task is %s: a teacher teaches classes".formatted(task.name()));
    }
    return read(
        train,
        Draws.uniform(1),
        train.choice("initial-weights", InitialWeights.class),
        train.integer("trajectory-epochs", 1),
        accuracyEpochs,
        keepsBest,
        TrainedNetworks.read(train, search),
        AugmentationSettings.read(
            train.section("augment"), data.augment(), data.source().hasDepths()),
        train.number("survival", x -> x > 0 && x <= 1, "more than 0 and at most 1"),
        teacher,
        Optional.empty(),
        task);
  }

  private static TrainingSettings read(
      Section section,
      Draws draws,
      InitialWeights weights,
      int trajectoryEpochs,
      int accuracyEpochs,
      boolean keepsBest,
      TrainedNetworks networks,
      Augmentation augmentation,
      double survival,
      Optional<TeacherSettings> teacher,
      Optional<String> pretrained,
      Task task) {
    double smoothing = section.share("label-smoothing");
    if (smoothing > 0 && task.label() != Task.Label.CLASS) {
      section.broken(
          "label-smoothing",
          "0 where task is %s: it is a share of classes".formatted(task.name()),
          "0");
    }
    TrainingPlan plan =
        new TrainingPlan(
            pace(section),
            optimizer(section.section("optimizer")),
            schedule(section.section("schedule")),
            new Regularization(
                section.number("l2", x -> x >= 0, "at least 0"),
                section.share("dropout"),
                smoothing,
                survival),
            new Averages(section.share("statistics-decay"), section.share("ema-decay")),
            draws,
            section.choice("kernels", KernelChoice.class),
            0,
            teacher.map(TeacherSettings::distillation).orElse(Distillation.NONE),
            task);
    TrainingSettings settings =
        new TrainingSettings(
            plan,
            section.integer("workers", 0),
            weights,
            trajectoryEpochs,
            accuracyEpochs,
            keepsBest,
            networks,
            augmentation,
            teacher,
            pretrained);
    section.finish();
    return settings;
  }

  private static Pace pace(Section section) {
    return new Pace(
        section.integer("epochs", 1),
        section.integer("batch", 1),
        section.integer("steps-per-round", 0),
        section.integer("checkpoint-rounds", 1));
  }

  private static Optimizer optimizer(Section optimizer) {
    Optimizer settings =
        new Optimizer(
            optimizer.choice("type", Optimizer.Type.class),
            optimizer.number("learning-rate", x -> x > 0, "more than 0"),
            optimizer.integer("reference-batch", 0),
            optimizer.share("momentum"),
            optimizer.share("square-decay"),
            optimizer.number("epsilon", x -> x > 0, "more than 0"));
    optimizer.finish();
    return settings;
  }

  private static LearningRateSchedule schedule(Section schedule) {
    LearningRateSchedule settings =
        new LearningRateSchedule(
            schedule.choice("type", LearningRateSchedule.Type.class),
            schedule.number("warmup-epochs", x -> x >= 0, "at least 0"),
            schedule.number("decay", x -> x > 0 && x <= 1, "more than 0 and at most 1"),
            schedule.number("decay-epochs", x -> x > 0, "more than 0"));
    schedule.finish();
    return settings;
  }
}
