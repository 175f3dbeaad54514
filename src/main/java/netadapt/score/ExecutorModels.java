package netadapt.score;

import java.util.HashMap;
import java.util.Map;
import netadapt.onnx.OnnxClassifier;

/**
 * What a process keeps from one task of a scoring job to the next: loaded models and memory for
 * images. It begins with the job's first task here, and ends with the job.
 */
final class ExecutorModels {
  private static final Map<String, ExecutorModels> BY_JOB = new HashMap<>();

  private final LoadedModels<OnnxClassifier> models = new LoadedModels<>();
  private final ImageBuffers buffers = new ImageBuffers();

  private ExecutorModels() {}

  /**
   * What is kept for a job. A new one frees what nobody uses of the others: the word that they have
   * ended may not have come through.
   *
   * @param job a name that no other scoring job has
   */
  static ExecutorModels of(String job) {
    synchronized (BY_JOB) {
      ExecutorModels kept = BY_JOB.get(job);
      if (kept == null) {
        for (ExecutorModels other : BY_JOB.values()) {
          other.models.closeIdle();
          other.buffers.free();
        }
        kept = new ExecutorModels();
        BY_JOB.put(job, kept);
      }
      return kept;
    }
  }

  /** Frees all that is kept for a job; what a task still uses goes as soon as it gives it back. */
  static void end(String job) {
    ExecutorModels kept;
    synchronized (BY_JOB) {
      kept = BY_JOB.remove(job);
    }
    if (kept != null) {
      kept.models.close();
      kept.buffers.close();
    }
  }

  /** How many models and buffers this process holds, for all jobs. */
  static int held() {
    synchronized (BY_JOB) {
      return BY_JOB.values().stream()
          .mapToInt(kept -> kept.models.size() + kept.buffers.idle())
          .sum();
    }
  }

  LoadedModels<OnnxClassifier> models() {
    return models;
  }

  ImageBuffers buffers() {
    return buffers;
  }
}
