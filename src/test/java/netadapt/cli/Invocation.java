package netadapt.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import picocli.CommandLine;

/** What one call of the program gave. */
public record Invocation(int code, String out, String err) {
  public static Invocation of(String... arguments) {
    return of(commandLine -> {}, arguments);
  }

  /** A call of the program with more commands than it has. */
  public static Invocation of(Consumer<CommandLine> change, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    CommandLine commandLine =
        Main.commandLine(new PrintStream(out, true, StandardCharsets.UTF_8), errors);
    change.accept(commandLine);
    int code = Main.run(commandLine, errors, arguments);
    return new Invocation(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
