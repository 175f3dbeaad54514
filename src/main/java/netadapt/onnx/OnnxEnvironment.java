package netadapt.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.RunOptions;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;

/**
 * The environment of ONNX Runtime, which all models of a process share, safe to use until the
 * process ends.
 *
 * <p>ONNX Runtime frees it in a shutdown hook, whoever is using it: Spark's tasks then crash in
 * native code ({@code LoggingManager} after it was freed). Hooks run at the same time, so that none
 * can come before that one. So the process keeps a reference of its own, with which the hook frees
 * nothing. As the process ends, runs are stopped, nobody begins a call, and the end waits for those
 * that are inside, because their library's static objects go next.
 *
 * @see <a href="https://github.com/microsoft/onnxruntime/issues/31352">The hook frees what others
 *     use</a>
 */
final class OnnxEnvironment {
  /** How long the process's end waits for models that are being loaded: they cannot be stopped. */
  private static final Duration MOST_WAIT = Duration.ofSeconds(10);

  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();
  private static final RunOptions RUN = runOptions();
  private static final Gate GATE = new Gate();

  static {
    keep();
    ProcessEnd.with(OnnxEnvironment::end);
  }

  /** What uses ONNX Runtime. */
  interface Call<T> {
    /**
     * @param run has to be given to every run of a model
     */
    T with(OrtEnvironment environment, RunOptions run) throws OrtException;
  }

  /** What frees memory of ONNX Runtime. */
  interface Freeing {
    void free() throws OrtException;
  }

  private OnnxEnvironment() {}

  /** Makes a call; while the process ends, it does not return. */
  static <T> T call(Call<T> call) throws OrtException {
    try (Gate.Pass pass = GATE.enter()) {
      return call.with(ENVIRONMENT, RUN);
    } catch (OrtException e) {
      GATE.enter().close(); // A run that the process's end has stopped has not failed: it waits.
      throw e;
    }
  }

  /**
   * Frees something of ONNX Runtime's. Once the process ends it does nothing, so that shutdown
   * hooks may call it.
   */
  static void free(Freeing freeing) throws OrtException {
    Optional<Gate.Pass> pass = GATE.enterIfOpen();
    if (pass.isPresent()) {
      try (Gate.Pass inside = pass.get()) {
        freeing.free();
      }
    }
  }

  private static void end() {
    GATE.close();
    try {
      RUN.setTerminate(true);
      GATE.awaitEmpty(MOST_WAIT);
    } catch (OrtException | InterruptedException e) {
      // The process ends without having waited.
    }
  }

  private static RunOptions runOptions() {
    try {
      return new RunOptions();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot be used: " + e.getMessage(), e);
    }
  }

  /** Takes another reference to the environment; there is no public way to. */
  private static void keep() {
    try {
      Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
      Method create =
          OrtEnvironment.class.getDeclaredMethod(
              "createHandle", long.class, int.class, String.class);
      api.setAccessible(true);
      create.setAccessible(true);
      int level = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue();
      create.invoke(null, api.getLong(null), level, OrtEnvironment.DEFAULT_NAME);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          ("ONNX Runtime %s is not what this program was built for, and would crash as the process"
                  + " ends: take 1.28.0")
              .formatted(ENVIRONMENT.getVersion()),
          e);
    }
  }
}
