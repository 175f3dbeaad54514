package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import netadapt.arch.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a notebook starts in one cell and looks at in others. */
@Timeout(300)
class BackgroundWorkIT {
  @RegisterExtension static final PreparedDigits DIGITS = new PreparedDigits();

  @TempDir private Path folder;

  @Test
  void stepsGoOnWhileTheirCallerLooksAtThem() throws Exception {
    Gate gate = new Gate(Step.TRAIN_SUPERNET);
    try (NetAdapt run = DIGITS.open(folder, "", gate)) {
      BackgroundWork work = run.begin(Step.PREPARE, Step.TRAIN_SUPERNET);
      gate.reached.await();

      assertThat(work.running()).isTrue();
      assertThat(work.progress()).matches("train-supernet: \\d+%.*");
      assertThatThrownBy(() -> run.begin(List.of(Step.PREPARE)))
          .isInstanceOf(BadInput.class)
          .hasMessageMatching(
              "file:.* is at work in the background \\(train-supernet: .*\\): join\\(\\) or cancel\\(\\) that first");

      gate.open.countDown();
      work.join();
      assertThat(work.running()).isFalse();
      assertThat(work.progress()).startsWith("train-supernet: done: ");
      assertThat(run.iterations()).isZero();

      BackgroundWork again = run.begin(List.of(Step.TRAIN_SUPERNET));
      again.join();
      assertThat(again.progress()).isEqualTo("train-supernet: done already");
    }
  }

  @Test
  void cancelledWorkThrowsSoAndTheNextResumesIt() throws Exception {
    Gate gate = new Gate(Step.TRAIN_SUPERNET);
    try (NetAdapt run = DIGITS.open(folder, "", gate)) {
      BackgroundWork work = run.begin(Step.TRAIN_SUPERNET, Step.SEARCH);
      gate.reached.await();
      work.cancel();
      gate.open.countDown();

      assertThatThrownBy(work::join).isInstanceOf(Stopped.class);
      assertThatThrownBy(work::join).isInstanceOf(Stopped.class);
      assertThat(work.progress()).contains(" was cancelled: done again");

      work.cancel(); // too late, and not meant for what comes next
      run.begin(Step.TRAIN_SUPERNET).join();
      assertThat(run.done(Step.TRAIN_SUPERNET)).isTrue();
    }
  }

  @Test
  void cancelIsNotUndoneByWhatElseTheRunDoesMeanwhile() throws Exception {
    Gate gate = new Gate(Step.TRAIN_SUPERNET);
    try (NetAdapt run = DIGITS.open(folder, "", gate)) {
      BackgroundWork work = run.begin(Step.TRAIN_SUPERNET, Step.SEARCH);
      gate.reached.await();
      run.cancel();
      run.perform(Step.PREPARE); // is done
      run.perform(Step.REPORT); // the cancel was not meant for it
      assertThatThrownBy(() -> run.perform(Step.SEARCH)).isInstanceOf(BadInput.class);
      gate.open.countDown();

      assertThatThrownBy(work::join).isInstanceOf(Stopped.class);
      run.begin(Step.TRAIN_SUPERNET).join();
    }
  }

  @Test
  void closingTheRunCancelsItsWork() throws Exception {
    Gate gate = new Gate(Step.TRAIN_SUPERNET);
    NetAdapt run = DIGITS.open(folder, "", gate);
    BackgroundWork work = run.begin(Step.TRAIN_SUPERNET, Step.SEARCH);
    gate.reached.await();
    Thread closing = new Thread(run::close);
    closing.start();
    while (closing.getState() != Thread.State.WAITING) { // for the end of the work
      Thread.onSpinWait();
    }

    assertThatThrownBy(() -> run.begin(Step.PREPARE))
        .isInstanceOf(BadInput.class)
        .hasMessageMatching("the run in file:.* is closed: open it again");
    gate.open.countDown();
    closing.join();

    assertThat(work.running()).isFalse();
    assertThatThrownBy(work::join).isInstanceOf(Stopped.class);
    assertThat(folder.resolve("lease.json")).doesNotExist();
  }

  @Test
  void nothingBeginsOnceTheRunIsClosed() {
    NetAdapt run = DIGITS.open(folder, "");
    run.close();
    run.close();

    assertThatThrownBy(() -> run.begin(Step.PREPARE))
        .isInstanceOf(BadInput.class)
        .hasMessage("the run in file:%s is closed: open it again".formatted(folder));
  }

  @Test
  @Timeout(60)
  void listenerMayCloseTheRun() throws Exception {
    AtomicReference<NetAdapt> open = new AtomicReference<>();
    RunListener closing =
        new RunListener() {
          @Override
          public void advanced(Step step, double fraction, String what) {
            open.get().close();
          }
        };
    open.set(DIGITS.open(folder, "", closing));
    BackgroundWork work = open.get().begin(Step.TRAIN_SUPERNET, Step.SEARCH);

    assertThatThrownBy(work::join).isInstanceOf(Stopped.class);
    assertThat(folder.resolve("lease.json")).doesNotExist();
  }

  @Test
  void badInputIsThrownToWhoeverWaits() {
    try (NetAdapt run = DIGITS.open(folder, "")) {
      BackgroundWork work = run.begin(Step.SEARCH);

      assertThatThrownBy(work::join)
          .isInstanceOf(BadInput.class)
          .hasMessageEndingWith("run train-supernet first");
      assertThat(work.progress()).endsWith("run train-supernet first");
    }
  }

  @Test
  void trainedNetworkIsThereOnceTheTrainingIsOver() throws Exception {
    try (NetAdapt run = DIGITS.open(folder, "train.initial-weights = random")) {
      Architecture small = DIGITS.small(run.network());
      run.beginTraining(small, 2).join();

      Path model = Path.of(run.train(small, 2).model().toUri());
      assertThat(model).exists().hasFileName("model.onnx");
    }
  }

  @Test
  void warningsAreKeptForThoseWhoDoNotListen() {
    try (NetAdapt run = DIGITS.open(folder, "spark.executor.memroy = 2g")) {
      assertThat(run.warnings()).anyMatch(warning -> warning.contains("spark.executor.memroy"));
    }
  }

  /** Holds the work up where it first tells of a step, until the test has looked at it. */
  private static final class Gate implements RunListener {
    private final Step step;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    Gate(Step step) {
      this.step = step;
    }

    @Override
    public void advanced(Step advanced, double fraction, String what) {
      if (advanced == step) {
        reached.countDown();
        try {
          open.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
