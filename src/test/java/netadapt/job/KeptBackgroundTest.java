package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import netadapt.arch.Shape;
import netadapt.report.RunBackground;
import netadapt.run.RunDirectory;
import netadapt.settings.NetworkFile;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptBackgroundTest {
  @TempDir private Path folder;

  @Test
  void whatARunHasNotKeptIsEmpty() {
    RunDirectory directory = new RunDirectory(folder.toString(), new Configuration());
    assertThat(KeptBackground.read(directory)).isEqualTo(RunBackground.NONE);
  }

  @Test
  void networkAndSettingsAreReadWhereverTheRunIsNow() {
    RunDirectory directory = new RunDirectory(folder.toString(), new Configuration());
    Shape images = new Shape(14, 14, 1);
    NetworkFile file = NetworkFile.open("mnist");
    directory.commitText(directory.network(), file.text(images, 5));
    directory.commitText(
        directory.configuration(), "run.directory = elsewhere\nsearch.samples = 7");

    RunBackground background = KeptBackground.read(directory);

    assertThat(background.network()).contains(file.network(images, 5));
    assertThat(background.settings())
        .containsEntry("search.samples", "7")
        .containsEntry("run.directory", directory.root().toString());
  }
}
