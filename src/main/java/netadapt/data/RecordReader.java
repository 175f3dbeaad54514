package netadapt.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.IOUtils;

/** Reads images from files that hold many of them, all of one size. */
final class RecordReader implements ImageReader {
  /** IDX: a header of 16 bytes with the size, then the pixels of one grey image after another. */
  static final Format IDX =
      new Format() {
        @Override
        public Shape open(DataInputStream input, String file) throws IOException {
          IdxFiles.ImageHeader header = IdxFiles.imageHeader(input, file);
          return new Shape(header.height(), header.width(), header.height() * header.width());
        }

        @Override
        public DecodedImage decode(Shape shape, byte[] record) {
          return new DecodedImage(shape.height, shape.width, 1, record.clone());
        }
      };

  /** CIFAR-10: a label, then a red, a green and a blue plane of 32×32 pixels. */
  static final Format CIFAR =
      new Format() {
        @Override
        public Shape open(DataInputStream input, String file) {
          return new Shape(CifarBinaries.SIDE, CifarBinaries.SIDE, CifarBinaries.RECORD);
        }

        @Override
        public DecodedImage decode(Shape shape, byte[] record) {
          int area = shape.height * shape.width;
          byte[] pixels = new byte[3 * area];
          for (int i = 0; i < area; i++) {
            for (int c = 0; c < 3; c++) {
              pixels[3 * i + c] = record[1 + c * area + i]; // [c, h, w] -> [h, w, c]
            }
          }
          return new DecodedImage(shape.height, shape.width, 3, pixels);
        }
      };

  private final Opener opener;
  private final Format format;
  private String file = "";
  private DataInputStream input = new DataInputStream(InputStream.nullInputStream());
  private Shape shape = new Shape(0, 0, 0);
  private byte[] buffer = {};
  private int next;

  RecordReader(Opener opener, Format format) {
    this.opener = opener;
    this.format = format;
  }

  @Override
  public DecodedImage read(SourceItem item) throws IOException, UnreadableImage {
    if (!item.file().equals(file) || item.record() < next) {
      open(item.file());
    }
    try {
      IOUtils.skipFully(input, (long) (item.record() - next) * shape.bytes);
      input.readFully(buffer);
    } catch (EOFException e) {
      close();
      throw new UnreadableImage("the file ends before this image does", e);
    }
    next = item.record() + 1;
    return format.decode(shape, buffer);
  }

  private void open(String name) throws IOException {
    close();
    input = new DataInputStream(new BufferedInputStream(opener.open(name), 1 << 16));
    shape = format.open(input, name);
    buffer = new byte[shape.bytes];
    next = 0;
    file = name;
  }

  @Override
  public void close() throws IOException {
    file = "";
    input.close();
  }

  /** How to get at a file, unpacked. */
  @FunctionalInterface
  interface Opener {
    InputStream open(String file) throws IOException;
  }

  /** Size of the images of a file, and bytes per record. */
  record Shape(int height, int width, int bytes) {}

  /** How a file is laid out. */
  interface Format {
    /** Reads what is before the first record. */
    Shape open(DataInputStream input, String file) throws IOException;

    /** Makes an image of a record, whose array is used again. */
    DecodedImage decode(Shape shape, byte[] record);
  }
}
