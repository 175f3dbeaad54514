package netadapt.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import netadapt.data.ImageReader.UnreadableImage;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Reads, decodes and fits images: one row each, with its pixels or the reason it has none. */
final class DecodedRow implements Iterator<Row> {
  static final int ORDINAL = 0;
  static final int LABEL = 1;
  static final int SOURCE = 2;
  static final int PIXELS = 3;
  static final int REASON = 4;

  private final Iterator<SourceItem> items;
  private final ImageReader reader;
  private final Preparation preparation;

  /** Closes the reader when the task ends. */
  DecodedRow(Iterator<SourceItem> items, ImageReader reader, Preparation preparation) {
    this.items = items;
    this.reader = reader;
    this.preparation = preparation;
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              try {
                reader.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @Override
  public boolean hasNext() {
    return items.hasNext();
  }

  @Override
  public Row next() {
    SourceItem item = items.next();
    try {
      DecodedImage image = reader.read(item).withChannels(preparation.channels());
      byte[] pixels = CentreFit.fit(image, preparation.height(), preparation.width()).pixels();
      return RowFactory.create(item.ordinal(), item.label(), item.name(), pixels, null);
    } catch (UnreadableImage e) {
      return RowFactory.create(item.ordinal(), item.label(), item.name(), null, e.getMessage());
    } catch (IOException e) {
      // The file may be whole: fail and be tried again rather than leave it out.
      throw new UncheckedIOException(
          "cannot read image %s of %s: %s"
              .formatted(item.name(), preparation.source().description(), e.getMessage()),
          e);
    }
  }
}
