package netadapt.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import netadapt.data.ImageReader.UnreadableImage;

/**
 * Reads a piece of a source: the images that can be decoded, as they are kept, in the order of the
 * items; and notes of all what the driver must know.
 */
final class PieceReading implements Iterator<PieceRow> {
  private final Preparation preparation;
  private final ImageReader reader;
  private final Iterator<SourceItem> items;
  private final Runnable read;
  private final DecodedPart part;
  private Optional<PieceRow> next = Optional.empty();

  /**
   * @param reader of the preparation's source
   * @param read told of every item that was read
   */
  PieceReading(
      Preparation preparation, ImageReader reader, Iterator<SourceItem> items, Runnable read) {
    this.preparation = preparation;
    this.reader = reader;
    this.items = items;
    this.read = read;
    this.part = new DecodedPart(preparation.form().channels());
  }

  /** What is known of the images that were read so far. */
  DecodedPart part() {
    return part;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && items.hasNext()) {
      next = read(items.next());
      read.run();
    }
    return next.isPresent();
  }

  @Override
  public PieceRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    PieceRow row = next.get();
    next = Optional.empty();
    return row;
  }

  private Optional<PieceRow> read(SourceItem item) {
    ImageForm form = preparation.form();
    try {
      boolean original = form.stored() == Stored.ORIGINAL;
      byte[] file = original ? reader.file(item) : new byte[0];
      DecodedImage whole = original ? ImageFile.decode(file) : reader.read(item);
      DecodedImage kept = form.kept(whole);
      byte[] image = form.bytes(kept, file);
      byte[] target = target(item, whole);
      part.add(item.ordinal(), image, target, form.fitted(kept));
      return Optional.of(
          new PieceRow(
              item.ordinal(),
              item.label(),
              item.name(),
              kept.height(),
              kept.width(),
              kept.channels(),
              image,
              target));
    } catch (UnreadableImage e) {
      part.addUnreadable(item.ordinal(), e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      // The file may be whole: fail and be tried again rather than leave it out.
      throw new UncheckedIOException(
          "cannot read image %s of %s: %s"
              .formatted(item.name(), preparation.source().description(), e.getMessage()),
          e);
    }
  }

  /** What the network is to say of what it sees; nothing where the source has classes alone. */
  private byte[] target(SourceItem item, DecodedImage image) throws IOException, UnreadableImage {
    if (!preparation.source().hasTargets()) {
      return new byte[0];
    }
    TargetMap target = reader.target(item);
    target.checkSize(image);
    return preparation.form().fitted(target).known().bytes();
  }
}
