package netadapt.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import netadapt.BadInput;
import netadapt.FileSystemCheck;
import netadapt.HadoopFiles;
import netadapt.data.ImageNetFiles;
import netadapt.data.ImageSource;
import netadapt.data.Split;
import netadapt.data.SplitCounts;
import netadapt.plan.ImageCounts;
import netadapt.plan.ImageCounts.Origin;
import netadapt.run.PreparedDataset;
import netadapt.settings.DataSettings;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Counts the images of a run, of which none is decoded. */
final class PlannedImages {
  private PlannedImages() {}

  /** Of a dataset that is prepared. */
  static ImageCounts of(PreparedDataset dataset) {
    Map<String, Long> images = dataset.images();
    return new ImageCounts(
        images.getOrDefault(Split.TRAIN.column(), 0L).intValue(),
        images.getOrDefault(Split.HELD_OUT.column(), 0L).intValue(),
        images.getOrDefault(Split.TEST.column(), 0L).intValue(),
        dataset.classes().size(),
        Origin.PREPARED);
  }

  /**
   * Of a source that is not prepared yet: by its files or, if it is a public one that is not there,
   * by what is published of it.
   *
   * @throws BadInput if they are not there, or what is there cannot be used
   * @throws netadapt.BrokenRule if no image would be left to train with
   */
  static ImageCounts count(DataSettings data, Configuration hadoop) {
    ImageSource source = PrepareStep.source(data);
    reach(data, hadoop);
    try {
      if (source instanceof ImageNetFiles imageNet) {
        return imageNet.isThere(hadoop)
            ? counts(imageNet.count(hadoop, data.heldOut(), data.test()), Origin.COUNTED)
            : counts(ImageNetFiles.published(data.heldOut()), Origin.PUBLISHED);
      }
      return counts(
          SplitCounts.of(source.list(hadoop), data.heldOut(), data.test(), source.description()),
          Origin.COUNTED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Finds out whether the file system of the images can be used.
   *
   * @throws BadInput if not
   */
  static void reach(DataSettings data, Configuration hadoop) {
    if (!data.path().isEmpty()) {
      FileSystemCheck.reach("data.path", data.path(), hadoop);
    }
  }

  /**
   * Whether there is something in the place of the images, be it of use or not; true where that
   * cannot be found out.
   */
  static boolean areThere(DataSettings data, Configuration hadoop) {
    if (data.path().isEmpty()) {
      return true; // the program's own
    }
    Path folder = new Path(data.path());
    try {
      reach(data, hadoop);
      return HadoopFiles.asIs(folder, hadoop).exists(folder);
    } catch (BadInput unusable) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImageCounts counts(SplitCounts counts, Origin origin) {
    return new ImageCounts(
        counts.train(), counts.heldOut(), counts.test(), counts.classes(), origin);
  }
}
