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
import org.apache.hadoop.fs.FSDataInputStream;
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
    SharedFileSystem.takenWith = SharedFileSystem.NEVER;
    SharedFileSystem.full = false;
    SharedFileSystem.broken = false;
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
    assertThat(file).doesNotExist();
    assertThat(local.resolve("run/.tmp")).isEmptyDirectory();
  }

  @Test
  void leaseOfAProcessThatHasEndedHereIsTakenOverAtOnce() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor()).isZero();
    LeaseHolder here = LeaseHolder.here("", NOON);
    write(holder("elsewhere", here.machine(), ended.pid(), here.user()));

    try (RunLease lease = RunLease.take(directory, "")) {
      assertThat(held().process()).isEqualTo(ProcessHandle.current().pid());
    }
  }

  @Test
  void anotherUsersProcessThatIsNotSeenHereMayStillWork() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor()).isZero();
    write(holder("here", LeaseHolder.here("", NOON).machine(), ended.pid()));

    assertThatThrownBy(() -> RunLease.take(directory, ""))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("of user anna on here works in it since");
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
            "run.directory is file:%s/run but process 1 of user anna on a lab has taken it over (both"
                    .formatted(local)
                + " began at once, or this process was suspended or could not renew it): this"
                + " process ends here and writes nothing more");
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
          .hasMessageContaining(
              "but its lease file:%s was removed: this process ends".formatted(file));
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void ofTwoThatCreateTheFileAtOnceTheLastHasTheLease() {
    SharedFileSystem.takenWith = "lease.json";

    assertThatThrownBy(() -> RunLease.take(shared(), ""))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("process 1 of user anna on a lab works in it");
  }

  @Test
  void ofTwoThatTakeOverAtOnceTheSecondLeavesTheFileOfTheFirst() throws IOException {
    write(holder("a ruin", "another start", 2));
    age(Duration.ofSeconds(61));
    SharedFileSystem.takenWith = "clock-"; // after it was seen to have expired

    assertThatThrownBy(() -> RunLease.take(shared(), ""))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("process 1 of user anna on a lab works in it");
    assertThat(held().host()).isEqualTo("a lab");
  }

  @Test
  void fileThatThisProcessHasNotLeftHalfWrittenIsAnothers() throws IOException {
    try (RunLease lease = RunLease.take(directory, "", clock)) {
      Files.writeString(file, "{");
      lease.renew();
      assertThatThrownBy(directory::checkLease)
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("but another process has taken it over");
    }
    assertThat(file).hasContent("{");
  }

  @Test
  void fileThatThisProcessHasLeftHalfWrittenIsRenewedWhenThereIsRoom() throws IOException {
    RunDirectory shared = shared();
    try (RunLease lease = RunLease.take(shared, "", clock)) {
      SharedFileSystem.full = true;
      assertThatThrownBy(lease::renew).isInstanceOf(IOException.class);
      assertThat(file).isEmptyFile();

      SharedFileSystem.full = false;
      lease.renew();
      shared.checkLease();
      assertThat(held().process()).isEqualTo(ProcessHandle.current().pid());
    }
  }

  @Test
  void whateverGoesWrongWhenItIsRenewedItIsTriedAgain() throws IOException {
    RunDirectory shared = shared();
    try (RunLease lease = RunLease.take(shared, "", clock)) {
      clock.now = NOON.plus(Duration.ofHours(8));
      SharedFileSystem.broken = true;
      shared.checkLease();
      SharedFileSystem.broken = false;
      shared.checkLease();
      assertThat(held().renewed()).isEqualTo(clock.now);
    }
  }

  @Test
  void fileOnABrokenDiskIsAFailureToReadIt() throws IOException {
    RawLocalFileSystem files = new RawLocalFileSystem();
    files.initialize(URI.create("file:///"), new Configuration());
    // Opens, but has nothing to read at its beginning; Hadoop makes an Error of that.
    LeaseFile broken =
        new LeaseFile(
            files,
            new org.apache.hadoop.fs.Path("/proc/self/mem"),
            new org.apache.hadoop.fs.Path("/tmp"));

    assertThatThrownBy(broken::read).isInstanceOf(IOException.class);
  }

  private RunDirectory shared() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.shared.impl", SharedFileSystem.class.getName());
    return directory(hadoop, "shared://");
  }

  private RunDirectory directory(Configuration hadoop, String scheme) {
    return new RunDirectory(scheme + local.resolve("run"), hadoop);
  }

  private static LeaseHolder holder(String host, String machine, long process) {
    return holder(host, machine, process, "anna");
  }

  private static LeaseHolder holder(String host, String machine, long process, String user) {
    return new LeaseHolder("other", host, machine, process, user, "", NOON, NOON);
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

  /** Where another process takes leases, and what can fail does, when a test wants it. */
  public static final class SharedFileSystem extends RawLocalFileSystem {
    private static final String NEVER = "no such file";

    /** Another process takes the lease when a file has been created that begins so. */
    private static volatile String takenWith = NEVER;

    private static volatile boolean full;
    private static volatile boolean broken;

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
      if (full) {
        out.close();
        throw new IOException("No space left on device");
      }
      return new FSDataOutputStream(out, null) {
        @Override
        public void close() throws IOException {
          super.close();
          if (path.getName().startsWith(takenWith)) {
            Path folder = Path.of(path.toUri().getPath()).getParent();
            Path root = folder.endsWith(".tmp") ? folder.getParent() : folder;
            Files.writeString(
                root.resolve("lease.json"), holder("a lab", "another start", 1).json());
          }
        }
      };
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize)
        throws IOException {
      if (broken) {
        throw new AssertionError("a file system's own mistake");
      }
      return super.open(path, bufferSize);
    }
  }
}
