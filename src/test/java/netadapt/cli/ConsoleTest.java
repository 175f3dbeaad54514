package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private Instant now = Instant.EPOCH;

  @Test
  void plainConsoleSaysStartEndAndALineEveryTenSeconds() {
    Console console = console(false, 80);

    try (Console.Bar step = console.step("search")) {
      pass(4);
      step.update(0.1, "iteration 1");
      pass(6);
      step.update(0.25, "iteration 2");
      pass(9);
      step.update(0.5, "iteration 3");
      pass(21);
      step.done("0.4 of the MACs");
    }

    assertThat(text())
        .isEqualTo(
            """
            search: started
            search: 25%, 0:10, 0:30 left, iteration 2
            search: done in 0:40: 0.4 of the MACs
            """);
  }

  @Test
  void awaitedExecutorsAreTold() {
    try (ConsoleListener listener = new ConsoleListener(console(false, 80))) {
      listener.waiting(0, "0 of 2 executors, waiting up to 300 s");
      pass(10);
      listener.waiting(0.5, "1 of 2 executors, waiting up to 300 s");
      pass(290);
      listener.waiting(1, "goes on with 1 of 2 executors");
    }

    assertThat(text())
        .isEqualTo(
            """
            executors: started
            executors: 0%, 0:10, 1 of 2 executors, waiting up to 300 s
            executors: done in 5:00: goes on with 1 of 2 executors
            """);
  }

  @Test
  void aStartThatFailsEndsItsLine() {
    try (ConsoleListener listener = new ConsoleListener(console(false, 80))) {
      listener.waiting(0, "waiting for yarn to start Spark");
      pass(7);
    }

    assertThat(text())
        .endsWith("executors: ended after 0:07, at waiting for yarn to start Spark\n");
  }

  @Test
  void liveConsoleWritesTheBarAnewInOneLine() {
    Console console = console(true, 80);

    try (Console.Bar step = console.step("search")) {
      pass(10);
      step.update(0.25, "iteration 2");
      step.done("");
    }

    assertThat(text().split("\r\u001b\\[K"))
        .containsExactly(
            "",
            "search [--------------------] 0% 0:00",
            "search [#####---------------] 25% 0:10, 0:30 left, iteration 2",
            "search: done in 0:10\n");
  }

  @Test
  void liveBarFitsTheTerminal() {
    Console console = console(true, 40);

    try (Console.Bar step = console.step("search")) {
      pass(1);
      step.update(0.5, "a text that is longer than the terminal is wide");
    }

    assertThat(text()).contains("search [##########----------] 50% 0:01,\r");
  }

  @Test
  void liveBarDoesNotWrapInATerminalThatWasMadeNarrower() {
    Console console = console(true, 40);

    try (Console.Bar step = console.step("search")) {
      step.done("");
    }

    assertThat(raw()).startsWith("\r\u001b[K\u001b[?7lsearch [").contains(" 0% 0:00\u001b[?7h\r");
  }

  @Test
  void aStepThatIsNotOverIsNotDoneCompletely() {
    Console console = console(true, 80);

    try (Console.Bar step = console.step("train")) {
      pass(1);
      step.update(1, "tests");
    }

    assertThat(text()).contains("] 99% 0:01, tests").doesNotContain("100%");
  }

  @Test
  void theTerminalsOwnWidthGoesBeforeTheVariable() {
    assertThat(Terminal.columns("40 132", Map.of("COLUMNS", "100"))).isEqualTo(132);
    assertThat(Terminal.columns("0 0", Map.of("COLUMNS", "100"))).isEqualTo(100);
    assertThat(Terminal.columns("", Map.of("COLUMNS", "wide"))).isEqualTo(80);
    assertThat(Terminal.columns("", Map.of())).isEqualTo(80);
  }

  @Test
  void lineGoesAboveTheLiveBar() {
    Console console = console(true, 80);

    try (Console.Bar step = console.step("search")) {
      console.line("a remark");
      step.done("");
    }

    assertThat(text()).contains("\r\u001b[Ka remark\nsearch [----");
  }

  @Test
  void stepThatFailsSaysWhereItWas() {
    Console console = console(false, 80);

    try (Console.Bar step = console.step("train")) {
      pass(3);
      step.update(0.5, "epoch 2 of 4");
    }

    assertThat(text()).isEqualTo("train: started\ntrain: ended after 0:03, at epoch 2 of 4\n");
  }

  @Test
  void tableAlignsNumbersToTheRight() {
    console(false, 80)
        .table(List.of("network", "MACs"), List.of(List.of("a", "1,000"), List.of("longer", "25")));

    assertThat(text())
        .isEqualTo(
            """
            network   MACs
            a        1,000
            longer      25
            """);
  }

  @Test
  void hoursAreShownOnlyWhenThereAreAny() {
    assertThat(Console.clock(Duration.ofSeconds(7))).isEqualTo("0:07");
    assertThat(Console.clock(Duration.ofSeconds(750))).isEqualTo("12:30");
    assertThat(Console.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
  }

  private Console console(boolean live, int columns) {
    PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    return new Console(out, live, () -> columns, () -> now);
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }

  /** Without the marks around what must not wrap. */
  private String text() {
    return raw().replaceAll("\u001b\\[\\?7[lh]", "");
  }

  private String raw() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
