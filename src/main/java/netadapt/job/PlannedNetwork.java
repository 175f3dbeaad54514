package netadapt.job;

import java.util.Optional;
import netadapt.BadInput;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;
import netadapt.plan.ImageCounts;
import netadapt.run.PreparedDataset;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;

/** The network of a run that has not begun. */
final class PlannedNetwork {
  private PlannedNetwork() {}

  /** For the images of a dataset that is prepared. */
  static SuperNetwork of(Settings settings, PreparedDataset dataset) {
    Run.checkLabels(settings, dataset.targets());
    Shape image = new Shape(dataset.height(), dataset.width(), dataset.channels());
    return checked(
        settings, NetworkFile.open(settings.network()).network(image, dataset.classes().size()));
  }

  /**
   * For the images of the run: those that are prepared or, while there are none, those of the
   * source, which are counted. Where costs are of no tables, which alone depend on the number of
   * classes, it has as many as are written, and nothing is looked for.
   */
  static SuperNetwork of(Settings settings, Configuration hadoop) {
    if (settings.latency().tables().isEmpty()) {
      return of(settings, Optional.empty());
    }
    return PreparedDataset.find(settings.data().directory(), hadoop)
        .map(dataset -> of(settings, dataset))
        .orElseGet(() -> of(settings, counted(settings, hadoop)));
  }

  /** Empty if they cannot be, which is told by who prepares them. */
  private static Optional<ImageCounts> counted(Settings settings, Configuration hadoop) {
    try {
      return Optional.of(PlannedImages.count(settings.data(), hadoop));
    } catch (BadInput unusable) {
      return Optional.empty();
    }
  }

  /**
   * For images of the size that the settings say; where their classes are not known, with as many
   * as are written.
   */
  static SuperNetwork of(Settings settings, Optional<ImageCounts> images) {
    NetworkFile file = NetworkFile.open(settings.network());
    SuperNetwork written = file.network();
    int classes =
        images.map(ImageCounts::classes).orElse(written.pixelwise() ? 0 : written.classes());
    return checked(settings, file.network(settings.data().input(written.input()), classes));
  }

  private static SuperNetwork checked(Settings settings, SuperNetwork network) {
    Run.checkEnd(settings, network);
    return network;
  }
}
