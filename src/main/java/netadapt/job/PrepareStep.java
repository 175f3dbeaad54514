package netadapt.job;

import java.util.Optional;
import netadapt.Step;
import netadapt.arch.Shape;
import netadapt.data.Dataset;
import netadapt.data.ImageForm;
import netadapt.data.ImageSource;
import netadapt.data.Preparation;
import netadapt.data.PreparationJob;
import netadapt.data.PreparationProgress;
import netadapt.data.Split;
import netadapt.settings.DataSettings;
import netadapt.settings.NetworkFile;

/** Reads the images and writes them as Parquet. */
final class PrepareStep implements RunStep {
  @Override
  public Step step() {
    return Step.PREPARE;
  }

  @Override
  public void check(Run run) {
    if (!done(run)) {
      PlannedImages.reach(run.settings().data(), run.directory().hadoop());
    }
  }

  @Override
  public boolean done(Run run) {
    return run.prepared();
  }

  @Override
  public String execute(Run run, Progress progress) {
    DataSettings data = run.settings().data();
    Shape input = data.input(NetworkFile.open(run.settings().network()).network().input());
    PreparationProgress made = new PreparationProgress(run.spark());
    progress.update(0, made.text());
    ImageForm form =
        new ImageForm(
            input.height(),
            input.width(),
            input.channels(),
            data.stored(),
            data.storedSide(),
            data.cropShare());
    boolean chosen = data.partitions() > 0;
    Preparation preparation =
        new Preparation(
            source(data),
            form,
            data.heldOut(),
            data.test(),
            data.seed(),
            data.maxBadShare(),
            chosen ? data.partitions() : 2 * run.slots(),
            chosen ? Long.MAX_VALUE : Preparation.USUAL_FILE_BYTES);
    try (Poll poll = new Poll(() -> progress.update(made.fraction(), made.text()))) {
      return summary(
          PreparationJob.prepare(
              run.spark(),
              preparation,
              data.directory(),
              run.directory()::checkLease,
              unused -> run.warn(Optional.of(unused)),
              made));
    }
  }

  /** Where the images are read from. */
  static ImageSource source(DataSettings data) {
    String format =
        switch (data.source()) {
          case MNIST -> "digits";
          case IMAGES -> "folders";
          case CIFAR_BINARY -> "cifar";
          case IDX -> "idx";
          case IMAGENET -> "imagenet";
          case ROOMS -> "rooms";
          case NYU_MAT -> "nyu-mat";
          case NYU_FRAMES -> "nyu-frames";
        };
    return ImageSource.of(format, data.path());
  }

  private static String summary(Dataset dataset) {
    return "%,d training, %,d held-out, %,d test images %s%s"
        .formatted(
            dataset.count(Split.TRAIN),
            dataset.count(Split.HELD_OUT),
            dataset.count(Split.TEST),
            dataset.hasTargets()
                ? "with depths"
                : "of %d classes".formatted(dataset.classes().size()),
            dataset.skipped() == 0
                ? ""
                : ", %,d unreadable (unreadable.txt)".formatted(dataset.skipped()));
  }
}
