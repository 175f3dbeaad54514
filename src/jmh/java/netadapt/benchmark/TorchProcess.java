package netadapt.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code torch_step.py} at work: each step when it is asked for. */
final class TorchProcess implements AutoCloseable {
  private static final Path SCRIPT = Path.of("src", "jmh", "python", "torch_step.py");

  private final Process process;
  private final PrintWriter asks;
  private final BufferedReader answers;

  /**
   * A training step.
   *
   * @param millis that it took
   * @param loss of its images, before the weights changed
   */
  record Step(double millis, double loss) {}

  /**
   * @param python with PyTorch
   * @param folder of a {@link TorchCase}
   * @param mode {@code eager} or {@code compiled}
   */
  TorchProcess(String python, Path folder, String mode) throws IOException {
    this.process =
        new ProcessBuilder(python, SCRIPT.toString(), folder.toString(), mode)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    this.asks = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
    this.answers = process.inputReader(StandardCharsets.US_ASCII);
  }

  /**
   * Takes a step.
   *
   * @throws IllegalStateException if the process failed; its errors went to ours
   */
  Step step() {
    asks.println();
    try {
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("PyTorch ended: see above");
      }
      String[] numbers = answer.split(" ", 2);
      return new Step(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
