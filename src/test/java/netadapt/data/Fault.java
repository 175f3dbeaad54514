package netadapt.data;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Something that goes wrong once, in whichever process of this machine comes to it first.
 *
 * @param file is there once it has gone wrong
 */
public record Fault(Kind kind, String file) implements Serializable {
  private static final int KILLED = 137;

  /** What goes wrong. */
  public enum Kind {
    /** A task fails. */
    FAILURE,
    /** The process of the task is killed, as for its memory. */
    KILL,
    /** The task goes on no more, until it is interrupted. */
    STALL
  }

  public static Fault in(Path folder, Kind kind) {
    return new Fault(kind, folder.resolve(kind.name()).toString());
  }

  /** Where it may go wrong. */
  public void strike() {
    try {
      Files.createFile(Path.of(file));
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    switch (kind) {
      case FAILURE -> throw new IllegalStateException("fails once");
      case KILL -> Runtime.getRuntime().halt(KILLED);
      case STALL -> stall();
    }
  }

  private static void stall() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stalled", e);
    }
  }

  public boolean hasStruck() {
    return Files.exists(Path.of(file));
  }
}
