package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import netadapt.data.Dataset;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.data.Split;
import netadapt.onnx.OnnxClassifier;
import netadapt.report.MapPicture;
import netadapt.run.TrainedFolder;

/** What a trained network tells of the first test images, as a picture for the report. */
final class ExampleMaps {
  private static final int IMAGES = 4;

  private ExampleMaps() {}

  /**
   * Writes the picture into the folder of the training, whose model is there, over one that is
   * there; none if there are no test images.
   *
   * @param dataset with targets
   */
  static void write(Run run, Dataset dataset, TrainedFolder folder) {
    int images = Math.min(IMAGES, dataset.count(Split.TEST));
    if (images == 0) {
      return;
    }
    ImageShard shard = dataset.shards(Split.TEST, 0, images, 1, 1).first();
    float[] numbers = new float[images * shard.imageSize()];
    for (int i = 0; i < images; i++) {
      int at = i * shard.imageSize();
      shard.normalize(i, run.normalization(dataset), Layout.CHANNELS_FIRST, numbers, at);
    }
    List<MapPicture.Row> rows = new ArrayList<>();
    byte[] model = run.directory().readBytes(folder.model());
    try (OnnxClassifier network = new OnnxClassifier("trained", model, 1)) {
      float[][] told = network.logits(numbers, images);
      for (int i = 0; i < images; i++) {
        rows.add(
            new MapPicture.Row(
                shard.height(), shard.width(), shard.image(i).pixels(), shard.target(i), told[i]));
      }
    }
    run.directory().commitBytes(folder.examples(), MapPicture.png(rows));
  }
}
