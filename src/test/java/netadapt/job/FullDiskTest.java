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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void blocksThatWaitForAnObjectStoreAreInATemporaryFolderOfHadoop() {
    String told = "no space is left for files that wait to be sent to an object store, in Hadoop's";
    assertTold(
        thrown(
            "No space left on device",
            "java.io.FileOutputStream",
            "org.apache.hadoop.fs.s3a.S3ADataBlocks$DiskBlock",
            "netadapt.run.RunDirectory"),
        "local[2]",
        told);
    assertTold(
        thrown(
            "No space available in any of the local directories.",
            "org.apache.hadoop.fs.LocalDirAllocator$AllocatorPerContext",
            "org.apache.hadoop.fs.s3a.S3AFileSystem"),
        "yarn",
        told);
  }

  @Test
  void datanodesThatAllRunAndHaveNoRoomAreAFullDisk() {
    assertTold(thrown(datanodes("3", "no"), HADOOP), "yarn", "no space is left for run.directory");
  }

  @ParameterizedTest
  @CsvSource({"0, no", "3, 3"})
  void datanodesThatDoNotRunOrCannotBeReachedAreNoFullDisk(String running, String excluded) {
    assertThatCode(() -> disk("yarn").throwIfBehind(thrown(datanodes(running, excluded), HADOOP)))
        .doesNotThrowAnyException();
  }

  @Test
  void otherFailuresAreNotTold() {
    assertThatCode(() -> disk("yarn").throwIfBehind(thrown("Permission denied", HADOOP)))
        .doesNotThrowAnyException();
  }

  /** As HDFS says that it could not place a block. */
  private static String datanodes(String running, String excluded) {
    return ("File /a/run/part could only be written to 0 of the 1 minReplication nodes. There are"
            + " %s datanode(s) running and %s node(s) are excluded in this operation.")
        .formatted(running, excluded);
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
