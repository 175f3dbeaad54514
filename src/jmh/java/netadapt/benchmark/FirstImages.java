package netadapt.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import netadapt.data.CentreFit;
import netadapt.data.DecodedImage;
import netadapt.data.ImageFolders;
import netadapt.data.ImageReader;
import netadapt.data.ImageShard;
import netadapt.data.SourceItem;
import org.apache.hadoop.conf.Configuration;

/** Lets the benchmarks have images without a prepared dataset. */
public final class FirstImages {
  private FirstImages() {}

  /**
   * The first images of a folder, as {@link ImageFolders} lists them, three channels each.
   *
   * @param count how many, from the start again if there are fewer
   */
  public static ImageShard read(String folder, int count, int height, int width) {
    ImageFolders source = new ImageFolders(folder);
    Configuration hadoop = new Configuration(false);
    int size = height * width * 3;
    byte[] pixels = new byte[count * size];
    int[] labels = new int[count];
    try (ImageReader reader = source.reader(hadoop)) {
      List<SourceItem> items = source.list(hadoop).items();
      for (int i = 0; i < count; i++) {
        SourceItem item = items.get(i % items.size());
        DecodedImage image = CentreFit.fit(reader.read(item), height, width);
        for (int value = 0; value < size; value++) {
          int pixel = value / 3 * image.channels();
          int channel = image.channels() == 3 ? value % 3 : 0; // grey ones repeat it
          pixels[i * size + value] = image.pixels()[pixel + channel];
        }
        labels[i] = item.label();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ImageReader.UnreadableImage e) {
      throw new IllegalStateException(e);
    }
    return new ImageShard(0, 0, height, width, 3, pixels, labels);
  }
}
