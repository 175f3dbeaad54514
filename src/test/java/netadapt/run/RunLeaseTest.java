package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import netadapt.BadInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLeaseTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path local;
  private final TestClock clock = new TestClock();
  private RunDirectory directory;
  private Path file;

  @BeforeEach
  void name() {
    directory = directory(new Configuration(), "");
    file = local.resolve("run/lease.json");
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void secondProcessIsRefusedAndToldWhoTheFirstIs() {
    try (RunLease first = RunLease.take(directory, "local-17")) {
      assertThat(file).exists();
      assertThatThrownBy(() -> RunLease.take(directory(new Configuration(), ""), "local-18"))
          .isInstanceOf(BadInput.class)
          .hasMessageMatching(
              "run.directory is file:%s/run but process %d of user %s on \\S+ \\(Spark application"
                      .formatted(
                          local, ProcessHandle.current().pid(), System.getProperty("user.name"))
                  + " local-17\\) works in it since \\S+Z: wait for its end, stop it, or name"
                  + " another directory; if it is surely gone, remove file:%s, which expires in \\d+ s"
                      .formatted(file)
                  + " unless it is renewed");
    }
    assertThat(local.resolve("run")).isEmptyDirectory();
  }

  @Test
  void leaseOfAProcessThatHasEndedHereIsTakenOverAtOnce() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor()).isZero();
    LeaseHolder here = LeaseHolder.here("", NOON);
    write(holder("elsewhere", here.machine(), ended.pid()));

    try (RunLease lease = RunLease.take(directory, "")) {
      assertThat(held().process()).isEqualTo(ProcessHandle.current().pid());
    }
  }

  @Test
  void leaseOfAnotherMachineHoldsUntilItExpires() throws IOException {
    write(holder("a lab", "another start", 1));
    age(Duration.ofSeconds(30));
    assertThatThrownBy(() -> RunLease.take(directory, ""))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("process 1 of user anna on a lab works in it since");

    age(Duration.ofSeconds(61));
    try (RunLease lease = RunLease.take(directory, "")) {
      assertThat(held().process()).isEqualTo(ProcessHandle.current().pid());
    }
  }

  @Test
  void leaseThatIsNotWholeHoldsUntilItExpires() throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    assertThatThrownBy(() -> RunLease.take(directory, ""))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("but another process works in it: wait");

    age(Duration.ofSeconds(61));
    RunLease.take(directory, "").close();
    assertThat(file).doesNotExist();
  }

  @Test
  void renewingSaysSoAndMakesTheFileYoung() throws IOException {
    try (RunLease lease = RunLease.take(directory, "", clock)) {
      age(Duration.ofSeconds(59));
      clock.now = NOON.plusSeconds(15);

      lease.renew();

      assertThat(held().since()).isEqualTo(NOON);
      assertThat(held().renewed()).isEqualTo(NOON.plusSeconds(15));
      assertThatThrownBy(() -> RunLease.take(directory(new Configuration(), ""), ""))
          .isInstanceOf(BadInput.class);
    }
  }

  @Test
  void processThatWasSuspendedRenewsBeforeItWritesIfNobodyHasTakenOver() throws IOException {
    try (RunLease lease = RunLease.take(directory, "", clock)) {
      clock.now = NOON.plus(Duration.ofHours(8));
      directory.commitText(directory.report(), "written");
      assertThat(held().renewed()).isEqualTo(clock.now);
    }
  }

  @Test
  void processThatWasSuspendedWritesNothingAfterAnotherHasTakenOver() throws IOException {
    RunLease lease = RunLease.take(directory, "", clock);
    LeaseHolder other = holder("a lab", "another start", 1);
    write(other);
    clock.now = NOON.plus(Duration.ofHours(8));

    assertThatThrownBy(() -> directory.commitText(directory.report(), "late"))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "run.directory is file:%s/run but process 1 of user anna on a lab has taken it over while"
                    .formatted(local)
                + " this process was suspended, or could not renew it: it ends here and writes"
                + " nothing more");
    assertThatThrownBy(directory::checkLease).isInstanceOf(BadInput.class);
    assertThat(directory.exists(directory.report())).isFalse();
    lease.close();
    assertThat(held()).isEqualTo(other);
  }

  @Test
  void processWhoseLeaseWasRemovedByHandWritesNothing() throws IOException {
    try (RunLease lease = RunLease.take(directory, "", clock)) {
      Files.delete(file);
      lease.renew();
      assertThatThrownBy(directory::checkLease)
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("but its lease file:%s was removed while".formatted(file));
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void ofTwoThatCreateTheFileAtOnceTheLastHasTheLease() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.shared.impl", SharedFileSystem.class.getName());
    RunDirectory shared = directory(hadoop, "shared://");

    assertThatThrownBy(() -> RunLease.take(shared, ""))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("process 1 of user anna on a lab works in it");
  }

  private RunDirectory directory(Configuration hadoop, String scheme) {
    return new RunDirectory(scheme + local.resolve("run"), hadoop);
  }

  private static LeaseHolder holder(String host, String machine, long process) {
    return new LeaseHolder("other", host, machine, process, "anna", "", NOON, NOON);
  }

  private void write(LeaseHolder holder) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, holder.json());
  }

  private void age(Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private LeaseHolder held() throws IOException {
    return LeaseHolder.parse(Files.readString(file)).orElseThrow();
  }

  private static final class TestClock extends Clock {
    private Instant now = NOON;

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  /** Where another process creates each lease in the moment in which this one does. */
  public static final class SharedFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("shared:///");
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      FSDataOutputStream out =
          super.create(path, overwrite, bufferSize, replication, blockSize, progress);
      return new FSDataOutputStream(out, null) {
        @Override
        public void close() throws IOException {
          super.close();
          if (path.getName().equals("lease.json")) {
            Files.writeString(
                Path.of(path.toUri().getPath()), holder("a lab", "another start", 1).json());
          }
        }
      };
    }
  }
}
