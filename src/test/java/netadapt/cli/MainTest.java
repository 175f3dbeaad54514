package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.Callable;
import netadapt.BadInput;
import netadapt.OutOfSpace;
import netadapt.Stopped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;

class MainTest {
  @Test
  void helpIsNoMistake() {
    Invocation help = Invocation.of("--help");

    assertThat(help.code()).isEqualTo(0);
    assertThat(help.out()).contains("describe", "Exit codes:");
  }

  @ParameterizedTest
  @CsvSource({
    "'', Missing required subcommand",
    "descirbe, Unmatched argument at index 0: 'descirbe'",
    "describe, 'Missing: the NETWORK, or --config=FILE'",
    "measure-latency, 'Missing: the NETWORK, or --config=FILE'",
    "measure-latency mnist --passes 2, --passes is 2 but must be at least 3",
    "measure-latency mnist --export-models a --import b, are mutually exclusive",
    "describe mnist --jsno, Unknown option: '--jsno'",
    "score --config any.conf, 'Missing: an ARCHITECTURE.json to score, or --random=N'",
    "score --random 3, Missing required option: --config=FILE",
    "score --config any.conf --random 0, --random is 0 but must be at least 1",
    "score --config any.conf --random 3 --from 0.6 --to 0.5, --from is 0.6 and --to 0.5 but",
    "score --config any.conf --random 3 --from 0.5 --to 0.5, --from is 0.5 and --to 0.5 but",
    "score --config any.conf --random 3 --to 1.5, --from is 0.3 and --to 1.5 but",
    "score --config any.conf --from 0.4 a.json, --random",
    "train --seed=3, Missing required argument(s): (--architecture=FILE | --sample=ITERATION/INDEX)",
    "train --architecture=a.json --seed=one, 'one' is not a long",
    "frobnicate --help, Unmatched argument at index 0: 'frobnicate'",
    "replay, Missing required option: --config=FILE",
    "replay --config any.conf --unknown guess, expected one of [ESTIMATE, FAIL]",
    "describe -Dnetwork, should be in KEY=VALUE format but was network",
  })
  void wrongCommandLineExitsWith1(String arguments, String message) {
    Invocation wrong = Invocation.of(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains(message);
    assertThat(wrong.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--networks 1, --networks is 1 but must be at least 2",
    "--trainings 0, --trainings is 0 but must be at least 1",
    "--from 0.9, '--from is 0.9 but must be at least 0 and less than to, 0.7'",
    "--epochs 0, --epochs is 0 but must be at least 1",
  })
  void aRankCheckThatCannotBeIsRefusedByItsOption(String options, String message) {
    Invocation wrong =
        Invocation.of(("rank-check --config conf/quickstart.conf " + options).split(" "));

    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).startsWith(message + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark.master=lokal | spark.master is lokal but must be local[*],",
        "spark.master=local[0] | spark.master is local[0] but must be local[*],",
        "spark.master=spark:// | spark.master is spark:// but must be local[*],",
        "spark.task.cpus=many | spark.task.cpus is many but must be a whole number of cores,",
        "spark.task.cpus=0 | spark.task.cpus is 0 but must be a whole number of cores,",
      })
  void aSettingWithWhichSparkCannotStartIsOneMessage(String setting, String message) {
    Invocation bad =
        Invocation.of(
            "prepare",
            "--config",
            "conf/quickstart.conf",
            "-Dspark.ui.enabled=false",
            "-D" + setting);

    assertThat(bad.err().lines().filter(line -> !line.startsWith("warning: ")))
        .singleElement()
        .asString()
        .startsWith(message);
    assertThat(bad.code()).isEqualTo(2);
  }

  @Test
  void badInputIsOneMessageWithoutAStackTrace() {
    Invocation bad = failing(new IllegalStateException("in a task", new BadInput("a mistake")));

    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err()).isEqualTo("a mistake\n");
  }

  @Test
  void verboseShowsTheStackTraceToo() {
    Invocation bad = failing(new BadInput("a mistake"), "--verbose");

    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err()).contains("at netadapt.cli.MainTest").endsWith("a mistake\n");
  }

  @Test
  void unexpectedFailureSaysItsRootCauseOnOneLine() {
    Invocation failed =
        failing(
            new IllegalStateException("Job aborted", new ArithmeticException("by zero\n\tat x")));

    assertThat(failed.code()).isEqualTo(3);
    assertThat(failed.err())
        .isEqualTo("netadapt failed: ArithmeticException: by zero (--verbose shows where)\n");
  }

  @Test
  void errorOfTheJvmIsAFailureAndNotAMistakeOfUsage() {
    Invocation failed = failing(new OutOfMemoryError("Java heap space"));

    assertThat(failed.code()).isEqualTo(3);
    assertThat(failed.err()).startsWith("netadapt failed: OutOfMemoryError: Java heap space");
  }

  @Test
  void fullDiskIsAFailureOfWhichOneMessageTellsAll() {
    Invocation failed = failing(new OutOfSpace("no space is left", new IOException()));

    assertThat(failed.code()).isEqualTo(3);
    assertThat(failed.err()).isEqualTo("no space is left\n");
  }

  @Test
  void stoppedRunExitsWith4() {
    Invocation stopped = failing(new Stopped("stopped after iteration 3: call it again"));

    assertThat(stopped.code()).isEqualTo(4);
    assertThat(stopped.err()).isEqualTo("stopped after iteration 3: call it again\n");
  }

  private static Invocation failing(Throwable failure, String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "fail";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return Invocation.of(
        commandLine -> commandLine.addSubcommand("fail", new Failing(failure)), arguments);
  }

  @Command(name = "fail")
  private record Failing(Throwable failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }
}
