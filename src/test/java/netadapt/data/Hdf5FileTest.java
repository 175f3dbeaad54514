package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.junit.jupiter.api.Test;

class Hdf5FileTest {
  /** Less than lies between the parts of the file, so that each has to be read. */
  private static final int BLOCK = 64;

  /** A file in memory whose disk goes when a test wants it. */
  private static final class Disk extends FSInputStream {
    private final byte[] bytes;
    private int position;
    private boolean gone;

    Disk(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
      if (gone) {
        throw new IOException("this disk is gone");
      }
      return position < bytes.length ? bytes[position++] & 0xff : -1;
    }

    @Override
    public void seek(long wanted) {
      position = (int) wanted;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public boolean seekToNewSource(long wanted) {
      return false;
    }
  }

  @Test
  void aDiskThatFailsIsNoDamageOfAPackedDataset() throws Exception {
    byte[] bytes = Files.readAllBytes(NyuFiles.file(NyuMat.FILE));
    Disk disk = new Disk(bytes);
    FileSection section = new FileSection(new FSDataInputStream(disk), 0, bytes.length, BLOCK);
    long[] third = {2, 0, 0, 0};

    try (Hdf5File file = Hdf5File.of(section)) {
      int[] shape = file.shape(NyuMat.IMAGES);
      shape[0] = 1;
      assertThat(file.values(NyuMat.IMAGES, third, shape)).isNotEmpty();
      disk.gone = true;
      assertThatThrownBy(() -> file.values(NyuMat.IMAGES, third, shape))
          .isInstanceOf(IOException.class)
          .hasMessage("this disk is gone");
    }
  }
}
