package netadapt.job;

import java.util.Optional;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;
import netadapt.plan.ImageCounts;
import netadapt.run.PreparedDataset;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;

/** The network of a run that has not begun. */
final class PlannedNetwork {
  private PlannedNetwork() {}

  /** For the images of a dataset that is prepared. */
  static SuperNetwork of(Settings settings, PreparedDataset dataset) {
    Shape image = new Shape(dataset.height(), dataset.width(), dataset.channels());
    return NetworkFile.open(settings.network()).network(image, dataset.classes().size());
  }

  /**
   * For images of the size that the settings say; where their classes are not known, with as many
   * as are written.
   */
  static SuperNetwork of(Settings settings, Optional<ImageCounts> images) {
    NetworkFile file = NetworkFile.open(settings.network());
    SuperNetwork written = file.network();
    int classes = images.map(ImageCounts::classes).orElse(written.classes());
    return file.network(settings.data().input(written.input()), classes);
  }
}
