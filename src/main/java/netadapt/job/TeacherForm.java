package netadapt.job;

import java.io.Serializable;
import java.util.List;
import netadapt.data.FormatChange;
import netadapt.data.ImageFormat;
import netadapt.data.Layout;

/**
 * How a teacher's model is asked.
 *
 * @param input name of its input
 * @param batch images that it reads at a time; 0 for any number
 * @param change from the images of the network that learns to its own
 * @param output name of its output, {@code [n, outputs]}
 * @param probabilities whether the output's numbers are probabilities, and not logits
 * @param columns the output that stands for each class that is learned
 */
record TeacherForm(
    String input,
    int batch,
    FormatChange change,
    String output,
    boolean probabilities,
    List<Integer> columns)
    implements Serializable {
  TeacherForm {
    columns = List.copyOf(columns);
  }

  /** The shape of so many images. */
  long[] shape(int images) {
    ImageFormat read = change.to();
    int channels = read.normalization().channels();
    return read.layout() == Layout.CHANNELS_FIRST
        ? new long[] {images, channels, read.height(), read.width()}
        : new long[] {images, read.height(), read.width(), channels};
  }
}
