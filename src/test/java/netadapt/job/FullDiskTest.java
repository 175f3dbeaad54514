package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import netadapt.OutOfSpace;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class FullDiskTest {
  private static final String HADOOP = "org.apache.hadoop.hdfs.DFSOutputStream";
  private static final String SHUFFLE = "org.apache.spark.storage.DiskBlockObjectWriter";
  private static final String PREPARATION = "netadapt.data.PreparationJob";

  @Test
  void filesOfHadoopAreTheRunDirectorysOrTheImages() {
    assertTold(
        thrown("No space left on device", "java.io.FileOutputStream", HADOOP, "netadapt.run.Any"),
        "local[2]",
        "no space is left for run.directory, hdfs://a/run: make room there");
    assertTold(
        thrown("No space left on device", HADOOP, SHUFFLE, PREPARATION),
        "local[2]",
        "no space is left for data.directory, hdfs://a/data: make room there");
  }

  @Test
  void filesOfSparkAreOnTheDiskOfItsTemporaryFiles() {
    IOException full =
        thrown("No space left on device", "java.io.FileOutputStream", SHUFFLE, "netadapt.data.Any");
    assertTold(
        full,
        "local[2]",
        "no space is left for Spark's temporary files in /small: make room there");
    assertTold(
        full, "yarn", "no space is left for Spark's temporary files on a machine of the cluster");
  }

  @Test
  void otherFilesAreTemporaryOnesOfJava() {
    assertTold(
        thrown("No space left on device", "java.nio.Files", "netadapt.nn.kernels.NativePasses"),
        "local[2]",
        "no space is left for Java's temporary files in " + System.getProperty("java.io.tmpdir"));
  }

  @Test
  void quotasAreTold() {
    assertTold(thrown("Disk quota exceeded", HADOOP), "yarn", "no space is left for run.directory");
    assertThatThrownBy(
            () ->
                disk("yarn")
                    .throwIfBehind(
                        thrown("The DiskSpace quota of /run is exceeded: quota = 3 B", HADOOP)))
        .hasMessageEndingWith("(The DiskSpace quota of /run is exceeded: quota = 3 B)");
  }

  @Test
  void otherFailuresAreNotTold() {
    assertThatCode(() -> disk("yarn").throwIfBehind(thrown("Permission denied", HADOOP)))
        .doesNotThrowAnyException();
  }

  private static void assertTold(IOException full, String master, String beginning) {
    SparkException job = new SparkException("Job aborted: " + full + "\n\tat any.Frame", full);
    assertThatThrownBy(() -> disk(master).throwIfBehind(new IllegalStateException(job)))
        .isInstanceOf(OutOfSpace.class)
        .hasMessageStartingWith(beginning)
        .hasMessageEndingWith("; the same command then resumes the run (" + full.getMessage() + ")")
        .satisfies(told -> assertThat(told.getMessage()).hasLineCount(1));
  }

  private static FullDisk disk(String master) {
    SparkConf spark = new SparkConf(false);
    spark.set("spark.master", master).set("spark.local.dir", "/small");
    return new FullDisk("hdfs://a/run", "hdfs://a/data", spark);
  }

  /** As it is thrown by code of some classes, innermost first. */
  private static IOException thrown(String message, String... classes) {
    IOException thrown = new IOException(message);
    thrown.setStackTrace(
        Arrays.stream(classes)
            .flatMap(name -> Stream.of(new StackTraceElement(name, "write", "", 1)))
            .toArray(StackTraceElement[]::new));
    return thrown;
  }
}
