package netadapt.onnx;

/**
 * The end of the process, which waits until no thread is inside ONNX Runtime: its library's static
 * objects go with the process.
 */
public final class ProcessEnd {
  private static Runnable ending = () -> {};

  private ProcessEnd() {}

  /** What is to be done as the process ends; called once ONNX Runtime is loaded. */
  static synchronized void with(Runnable end) {
    ending = end;
    Runtime.getRuntime().addShutdownHook(new Thread(ProcessEnd::await, "onnx-end"));
  }

  /**
   * Stops models that run and waits until no thread is inside ONNX Runtime, ten seconds at most. No
   * model runs after that. For whoever halts the process, which else would not wait for its hooks.
   */
  public static void await() {
    Runnable end;
    synchronized (ProcessEnd.class) {
      end = ending;
    }
    end.run();
  }
}
