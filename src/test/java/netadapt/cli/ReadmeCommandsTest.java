package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netadapt.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What README and docs tell users to type is accepted, up to where it would begin to work. */
class ReadmeCommandsTest {
  /** A command of an indented block or between backticks, which may go on after a backslash. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?m)^ {4,6}submit/(?!benchmark)\\w+\\.sh ((?:[^\\n]*\\\\\\n)*[^\\n]*)|`submit/(?!benchmark)\\w+\\.sh ([^`]*)`");

  /** Of a shell's line; what is between quotes is one. */
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");

  private static final Pattern SETTING = Pattern.compile("-D([\\w.-]+)=(.*)");

  static List<List<String>> commands() throws IOException {
    StringBuilder pages = new StringBuilder(Files.readString(Path.of("README.md")));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("docs"), "*.md")) {
      for (Path file : files) {
        pages.append('\n').append(Files.readString(file));
      }
    }
    Matcher matcher = COMMAND.matcher(pages);
    List<List<String>> commands = new ArrayList<>();
    while (matcher.find()) {
      String text = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      String line =
          text.replaceAll("\\\\\\n", " ")
              .replaceAll(" #.*", "")
              .replace("$strategy", "exchange")
              .replace("$images", "512");
      boolean ofVariables = line.contains("$");
      if (!line.startsWith("COMMAND") && !ofVariables) { // the former being the synopsis
        commands.add(WORD.matcher(line).results().map(ReadmeCommandsTest::unquoted).toList());
      }
    }
    return commands;
  }

  private static String unquoted(MatchResult word) {
    return word.group(1) == null ? word.group() : word.group(1);
  }

  @Test
  void theirCommandsAreFound() throws IOException {
    assertThat(commands())
        .hasSizeGreaterThan(10)
        .anySatisfy(words -> assertThat(words).contains("-Dscoring.fine-tune-steps=40"))
        .anySatisfy(words -> assertThat(words).contains("-Dsearch.strategy=exchange"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theCommandLineIsRight(List<String> words) {
    assertThatCode(() -> Main.commandLine(quiet(), quiet()).parseArgs(words.toArray(String[]::new)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itsSettingsGoTogetherWithItsConfiguration(List<String> words) {
    int option = words.indexOf("--config");
    if (option < 0) {
      return; // it needs none
    }
    Map<String, String> settings = new HashMap<>();
    for (String word : words) {
      Matcher setting = SETTING.matcher(word);
      if (setting.matches()) {
        settings.put(setting.group(1), setting.group(2));
      }
    }

    assertThatCode(() -> Settings.read(Path.of(words.get(option + 1)), settings))
        .doesNotThrowAnyException();
  }

  private static PrintStream quiet() {
    return new PrintStream(PrintStream.nullOutputStream());
  }
}
