package netadapt.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;

/** 10,000 handwritten digits of the MNIST database that come with the project: 28×28, grey. */
public record EmbeddedDigits() implements ImageSource {
  private static final String IMAGES = "images-idx3-ubyte.gz";
  private static final String LABELS = "labels-idx1-ubyte.gz";

  @Override
  public String description() {
    return "10,000 embedded digits";
  }

  @Override
  public Listing list(Configuration hadoop) throws IOException {
    byte[] labels = IdxFiles.labels(open(LABELS), LABELS);
    Listing listing = new Listing(IdxFiles.classes(labels));
    IdxFiles.add(listing, IMAGES, labels, false);
    return listing;
  }

  @Override
  public ImageReader reader(Configuration hadoop) {
    return new RecordReader(EmbeddedDigits::open, RecordReader.IDX);
  }

  private static InputStream open(String name) throws IOException {
    InputStream resource = EmbeddedDigits.class.getResourceAsStream("mnist/" + name);
    if (resource == null) {
      throw new FileNotFoundException("resource netadapt/data/mnist/" + name);
    }
    return new GZIPInputStream(resource, 1 << 16);
  }
}
