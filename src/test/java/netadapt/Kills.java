package netadapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import netadapt.FailingFileSystem.Kind;
import org.apache.hadoop.conf.Configuration;

/**
 * Ends work at each change that it makes to files, one after the other, and looks what it leaves.
 */
public final class Kills {
  /** More than any work has changes. */
  private static final int MANY = 2000;

  private Kills() {}

  /** A look at files. */
  @FunctionalInterface
  public interface Look {
    Object at(String folder, Configuration hadoop) throws IOException;
  }

  /** Work on files. */
  @FunctionalInterface
  public interface Step {
    void on(String folder, Configuration hadoop) throws IOException;
  }

  /**
   * Ends all steps but the first one at each of their changes. What is seen then is what was seen
   * before the step that was ended, or what is seen after it; and when the steps are done again,
   * from the second one on, it is what is seen after them all. Whoever reads files by their names
   * sees each as it is after one of the steps, too, except on {@link Kind#PLAIN} file systems.
   *
   * @param folder empty
   * @param steps of which the first one is not ended
   * @param look at what a reader sees, without the folder's name
   * @return changes that the steps make
   */
  public static int sweep(Path folder, Kind kind, List<Step> steps, Look look) throws IOException {
    Configuration hadoop = kind.configuration();
    List<Object> seen = new ArrayList<>();
    List<Map<String, String>> files = new ArrayList<>();
    Path whole = Files.createDirectory(folder.resolve("whole"));
    for (Step step : steps) {
      step.on(kind.uri(whole), hadoop);
      seen.add(look.at(kind.uri(whole), hadoop));
      files.add(files(whole));
    }
    Object last = seen.get(seen.size() - 1);
    assertThat(last).isNotEqualTo(seen.get(0));
    for (int changes = 0; changes < MANY; changes++) {
      Path killed = Files.createDirectory(folder.resolve("after-" + changes));
      steps.get(0).on(kind.uri(killed), hadoop);
      String location = kind.uri(killed);
      AtomicInteger done = new AtomicInteger();
      boolean fired =
          kill(
              changes,
              () -> {
                for (Step step : steps.subList(1, steps.size())) {
                  step.on(location, hadoop);
                  done.incrementAndGet();
                }
              });
      String when = "%s, killed after %d changes".formatted(kind, changes);
      assertThat(look.at(kind.uri(killed), hadoop))
          .as(when)
          .isIn(seen.subList(done.get(), Math.min(done.get() + 2, seen.size())));
      if (kind != Kind.PLAIN) {
        assertSeenByName(killed, files, when);
      }
      for (Step step : steps.subList(1, steps.size())) {
        step.on(kind.uri(killed), hadoop);
      }
      assertThat(look.at(kind.uri(killed), hadoop)).as(when + " and done again").isEqualTo(last);
      if (!fired) {
        return changes;
      }
    }
    throw new AssertionError("the steps never end");
  }

  /** Work that may be ended. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException;
  }

  /** Ends work after so many changes; whether it was. */
  public static boolean kill(int changes, Action action) {
    FailingFileSystem.failAfter(changes);
    try {
      action.run();
    } catch (IOException | UncheckedIOException | BadInput e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      assertThat(root).hasMessageStartingWith("killed before");
    }
    return FailingFileSystem.healed();
  }

  private static void assertSeenByName(Path folder, List<Map<String, String>> files, String when)
      throws IOException {
    Map<String, String> now = files(folder);
    now.forEach(
        (name, content) ->
            assertThat(files)
                .as(when + ": " + name)
                .extracting(f -> f.get(name))
                .contains(content));
    files
        .get(0)
        .forEach(
            (name, content) -> {
              if (files.stream().allMatch(later -> later.containsKey(name))) {
                assertThat(now).as(when).containsKey(name);
              }
            });
  }

  /**
   * Contents by names; without what is hidden by a dot, as from those who read folders as tables,
   * and without zip files, in which the time is.
   */
  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> contents = new HashMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        Path name = folder.relativize(file);
        boolean hidden =
            StreamSupport.stream(name.spliterator(), false)
                .anyMatch(part -> part.toString().startsWith("."));
        if (!hidden && !name.toString().endsWith(".zip")) {
          byte[] bytes = Files.readAllBytes(file);
          contents.put(name.toString(), new String(bytes, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return contents;
  }
}
