package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedDatasetTest {
  @TempDir Path folder;

  @Test
  void aChecksumThatNoLongerFitsDoesNotMatter() throws IOException {
    Configuration hadoop = new Configuration();
    Path file = folder.resolve("dataset.json");
    try (FSDataOutputStream out =
        FileSystem.getLocal(hadoop).create(new org.apache.hadoop.fs.Path(file.toUri()))) {
      out.write("{}".getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(
        file,
        """
        {"id": "1", "classes": ["a", "b"], "height": 2, "width": 3, "channels": 1,
         "counts": {"train": 4}}
        """);
    assertThat(folder.resolve(".dataset.json.crc")).exists();

    assertThat(PreparedDataset.open(folder.toString(), hadoop).classes()).containsExactly("a", "b");
  }
}
