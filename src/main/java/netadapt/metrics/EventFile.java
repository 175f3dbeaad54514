package netadapt.metrics;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * A file of TensorBoard's events: TFRecords, each of them one message {@code Event} of TensorFlow's
 * {@code event.proto}.
 *
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord">the framing</a>
 */
final class EventFile implements Closeable {
  private static final String VERSION = "brain.Event:2";
  private static final Pattern NAME =
      Pattern.compile("events\\.out\\.tfevents\\.(\\d{10})\\.(\\d{3})\\.netadapt");

  // Fields of Event, SessionLog, Summary and Summary.Value.
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;
  private static final int SESSION_STATUS = 1;
  private static final int SESSION_START = 1;
  private static final int SUMMARY_VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;

  private final FSDataOutputStream out;
  private final Clock clock;

  private EventFile(FSDataOutputStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** The fields of a message. */
  private interface Fields {
    void to(CodedOutputStream out) throws IOException;
  }

  /**
   * Begins a file by which TensorBoard forgets what earlier files of the folder say of a step and
   * those after it.
   *
   * @param folder of one series; TensorBoard reads its files in the order of their names
   * @param step the first that the file will have
   */
  static EventFile create(FileSystem files, Path folder, long step, Clock clock)
      throws IOException {
    EventFile file = new EventFile(open(files, folder, clock.millis()), clock);
    file.event(0, event -> event.writeString(FILE_VERSION, VERSION));
    file.event(
        step,
        event -> message(event, SESSION_LOG, log -> log.writeEnum(SESSION_STATUS, SESSION_START)));
    return file;
  }

  /** After all that are there, whatever the clock of the machine says that wrote them. */
  private static FSDataOutputStream open(FileSystem files, Path folder, long now)
      throws IOException {
    files.mkdirs(folder);
    long last = 0;
    for (FileStatus status : files.listStatus(folder)) {
      Matcher name = NAME.matcher(status.getPath().getName());
      last = name.matches() ? Math.max(last, Long.parseLong(name.group(1) + name.group(2))) : last;
    }
    long millis = Math.max(now, last + 1);
    String name = "events.out.tfevents.%010d.%03d.netadapt".formatted(millis / 1000, millis % 1000);
    return files.create(new Path(folder, name), /* overwrite= */ false);
  }

  /** Writes values as scalars, float32. */
  void write(long step, Map<String, Double> values) throws IOException {
    event(
        step,
        event ->
            message(
                event,
                SUMMARY,
                summary -> {
                  for (Map.Entry<String, Double> value : values.entrySet()) {
                    message(
                        summary,
                        SUMMARY_VALUE,
                        scalar -> {
                          scalar.writeString(TAG, value.getKey());
                          scalar.writeFloat(SIMPLE_VALUE, value.getValue().floatValue());
                        });
                  }
                }));
  }

  /** Lets readers see what is written; on object stores they see it once the file is closed. */
  void flush() throws IOException {
    if (out.hasCapability(StreamCapabilities.HFLUSH)) {
      out.hflush();
    }
  }

  private void event(long step, Fields what) throws IOException {
    record(
        bytes(
            event -> {
              event.writeDouble(WALL_TIME, clock.millis() / 1e3);
              event.writeInt64(STEP, step);
              what.to(event);
            }));
  }

  private void record(byte[] data) throws IOException {
    byte[] length =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
    out.write(length);
    out.write(maskedChecksum(length));
    out.write(data);
    out.write(maskedChecksum(data));
  }

  /** Rotated and shifted, so that a checksum of data with checksums in them is none of those. */
  static byte[] maskedChecksum(byte[] data) {
    CRC32C checksum = new CRC32C();
    checksum.update(data);
    int masked = Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
  }

  private static void message(CodedOutputStream out, int field, Fields fields) throws IOException {
    out.writeByteArray(field, bytes(fields)); // which is how a message within one is written
  }

  private static byte[] bytes(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.to(out);
    out.flush();
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
