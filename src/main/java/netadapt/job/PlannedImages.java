package netadapt.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.data.ImageSource;
import netadapt.data.Split;
import netadapt.data.SplitCounts;
import netadapt.plan.ImageCounts;
import netadapt.plan.ImageCounts.Origin;
import netadapt.run.PreparedDataset;
import netadapt.settings.DataSettings;
import org.apache.hadoop.conf.Configuration;

/** Counts the images of a run, of which none is decoded. */
final class PlannedImages {
  /** What a public data set has, by the word of its source. */
  private record Published(int train, int test, int classes) {}

  /** ILSVRC2012: https://image-net.org/challenges/LSVRC/2012. */
  private static final Map<String, Published> PUBLISHED =
      Map.of("imagenet", new Published(1_281_167, 50_000, 1000));

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
   * by what is known of it.
   *
   * @throws BadInput if they are not there
   * @throws netadapt.BrokenRule if no image would be left to train with
   */
  static ImageCounts count(DataSettings data, Configuration hadoop) {
    try {
      ImageSource source = PrepareStep.source(data);
      SplitCounts counts =
          SplitCounts.of(source.list(hadoop), data.heldOut(), data.test(), source.description());
      return new ImageCounts(
          counts.train(), counts.heldOut(), counts.test(), counts.classes(), Origin.COUNTED);
    } catch (BrokenRule mistake) {
      throw mistake;
    } catch (BadInput missing) {
      return published(data).orElseThrow(() -> missing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<ImageCounts> published(DataSettings data) {
    String word = data.source().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return Optional.ofNullable(PUBLISHED.get(word))
        .map(
            set ->
                new ImageCounts(
                    SplitCounts.left(set.train(), data.heldOut(), 0, word),
                    data.heldOut(),
                    set.test(),
                    set.classes(),
                    Origin.PUBLISHED));
  }
}
