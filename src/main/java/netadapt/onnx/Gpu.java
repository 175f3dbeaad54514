package netadapt.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One of the machine's NVIDIA GPUs, on which ONNX Runtime computes in a program built with {@code
 * -Pgpu}.
 *
 * @param index as {@code nvidia-smi} and CUDA count them, from 0
 */
public record Gpu(int index) {
  private static final long MEBIBYTE = 1 << 20;

  /** Whether this program was built with {@code -Pgpu}; there need not be a GPU. */
  public static boolean supported() {
    return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
  }

  /**
   * Memory that nobody uses, in bytes.
   *
   * @throws IllegalStateException if NVIDIA's driver does not say
   */
  public long freeBytes() {
    return freeBytes(
        List.of(
            "nvidia-smi",
            "--id=" + index,
            "--query-gpu=memory.free",
            "--format=csv,noheader,nounits"));
  }

  long freeBytes(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0 || !said.matches("\\d{1,9}")) {
        throw unknown(said.lines().findFirst().orElse("it says nothing"), null);
      }
      return Long.parseLong(said) * MEBIBYTE;
    } catch (IOException e) {
      throw unknown(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown("interrupted", e);
    }
  }

  /**
   * Has a session compute on this GPU and nowhere else: an operator that CUDA does not have, or a
   * library that is missing, is an error.
   *
   * @throws IllegalStateException if the program was not built for GPUs
   */
  void configure(OrtSession.SessionOptions session) throws OrtException {
    if (!supported()) {
      throw new IllegalStateException(
          "%s cannot be used: this program computes on processors alone; build it with -Pgpu"
              .formatted(this));
    }
    try (OrtCUDAProviderOptions options = new OrtCUDAProviderOptions(index)) {
      options.add("arena_extend_strategy", "kSameAsRequested");
      // Trying all algorithms takes longer than a batch, and there are many layers.
      options.add("cudnn_conv_algo_search", "HEURISTIC");
      options.add("use_tf32", "0"); // or scores would have 10 bits of mantissa
      session.addCUDA(options);
    }
    session.addConfigEntry("session.disable_cpu_ep_fallback", "1");
  }

  /**
   * What ONNX Runtime says of a failure, with what to do if it lacks a library of NVIDIA's. It
   * looks for cuDNN as late as in the first convolution.
   */
  static String explained(String said) {
    return said.contains("cannot open shared object file")
        ? said.strip()
            + "; install NVIDIA's driver, CUDA 12 and cuDNN 9 where tasks run, or set scoring.device"
            + " to cpu"
        : said;
  }

  private IllegalStateException unknown(String why, Exception cause) {
    return new IllegalStateException(
        "how much memory %s has free cannot be found out with nvidia-smi: %s".formatted(this, why),
        cause);
  }

  @Override
  public String toString() {
    return "GPU " + index;
  }
}
