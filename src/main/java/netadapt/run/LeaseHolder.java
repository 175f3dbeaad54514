package netadapt.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import netadapt.BadInput;

/**
 * A process that writes a run directory, as its lease tells others.
 *
 * @param id of the lease, which no other one has
 * @param host name of the machine
 * @param machine what processes share that can see each other: the same start of the same machine,
 *     and the same container; empty if it is not known
 * @param process its number there
 * @param user who has started it
 * @param application id of Spark's application; empty for none
 * @param since when it has taken the lease, by its clock
 * @param renewed when it has last renewed it, by its clock
 */
record LeaseHolder(
    String id,
    String host,
    String machine,
    long process,
    String user,
    String application,
    Instant since,
    Instant renewed) {

  /** This process. */
  static LeaseHolder here(String application, Instant now) {
    return new LeaseHolder(
        UUID.randomUUID().toString(),
        kernel("hostname").or(LeaseHolder::hostByName).orElse("an unknown host"),
        machineHere(),
        ProcessHandle.current().pid(),
        System.getProperty("user.name"),
        application,
        now,
        now);
  }

  /** Names of hosts are not enough: many are called localhost. */
  private static String machineHere() {
    try {
      String container = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return kernel("random/boot_id").map(start -> start + " " + container).orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static Optional<String> kernel(String file) {
    try {
      return Optional.of(Files.readString(Path.of("/proc/sys/kernel", file)).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Where the kernel has no such files, as on macOS. */
  private static Optional<String> hostByName() {
    try {
      return Optional.of(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** The same, which has just renewed its lease. */
  LeaseHolder renewedAt(Instant now) {
    return new LeaseHolder(id, host, machine, process, user, application, since, now);
  }

  /**
   * Whether the process is known to be over: it was on this machine, and is not there any more. Not
   * of another user's, which Linux may hide.
   */
  boolean isGone() {
    return !machine.isEmpty()
        && machine.equals(machineHere())
        && user.equals(System.getProperty("user.name"))
        && ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty();
  }

  /** As messages name it. */
  @Override
  public String toString() {
    return "process %d of user %s on %s%s"
        .formatted(
            process,
            user,
            host,
            application.isEmpty() ? "" : " (Spark application " + application + ")");
  }

  /** What a lease's file holds. */
  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id);
    json.put("host", host);
    json.put("machine", machine);
    json.put("process", process);
    json.put("user", user);
    json.put("application", application);
    json.put("since", since.truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("renewed", renewed.truncatedTo(ChronoUnit.SECONDS).toString());
    return json.toPrettyString() + "\n";
  }

  /** Reads what a lease's file holds; empty if it is not whole. */
  static Optional<LeaseHolder> parse(String text) {
    try {
      JsonObject json = JsonObject.parse(text, "lease");
      return Optional.of(
          new LeaseHolder(
              json.text("id").orElseThrow(),
              json.text("host").orElseThrow(),
              json.text("machine").orElseThrow(),
              json.whole("process").orElseThrow(),
              json.text("user").orElseThrow(),
              json.text("application").orElseThrow(),
              Instant.parse(json.text("since").orElseThrow()),
              Instant.parse(json.text("renewed").orElseThrow())));
    } catch (BadInput | NoSuchElementException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
