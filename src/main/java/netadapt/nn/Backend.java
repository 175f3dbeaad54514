package netadapt.nn;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import netadapt.BadInput;
import org.nd4j.common.config.ND4JClassLoading;

/**
 * What ND4J computes on: the processor or, if the program was built with {@code -Pcuda}, a GPU.
 *
 * <p>Such a program has both backends: training uses the GPU; a cluster's driver, and the steps
 * that do not train, use the processor.
 */
public final class Backend {
  private static final String CUDA = "org.nd4j.linalg.jcublas.JCublasBackend";
  private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";
  private static final String PROCESSOR_ALONE = "netadapt/nd4j-backend-processor";

  /** Whose natives need CUDA's and cuDNN's libraries. */
  private static final List<String> CUDA_LIBRARIES =
      List.of(
          "org.bytedeco.cuda.global.cudart",
          "org.bytedeco.cuda.global.cublas",
          "org.bytedeco.cuda.global.cusolver",
          "org.bytedeco.cuda.global.cudnn");

  private static final String MEND =
      "Train on such a GPU, or on processors with a program built without -Pcuda; scoring with ONNX"
          + " Runtime has no such limit";

  private Backend() {}

  /** Whether the program was built with {@code -Pcuda}. */
  public static boolean hasCuda() {
    return Backend.class.getClassLoader().getResource(CUDA.replace('.', '/') + ".class") != null;
  }

  /** Why this process cannot train, in a sentence or two; empty if it can. Loads no ND4J. */
  public static Optional<String> problem() {
    return Lazy.PROBLEM;
  }

  /**
   * Checks that this process can train; to be called before ND4J is used.
   *
   * @throws BadInput if it was built for a GPU and has none that ND4J supports
   */
  public static void require() {
    problem().ifPresent(Backend::refuse);
  }

  /** Lets ND4J use the processor if it cannot use the GPU; to be called before ND4J is used. */
  public static void choose() {
    if (problem().isPresent()) {
      ND4JClassLoading.setNd4jClassloader(
          new ProcessorAlone(ND4JClassLoading.getNd4jClassloader()));
    }
  }

  private static void refuse(String problem) {
    throw new BadInput(problem);
  }

  /** Computed once in a process, when first asked for. */
  private static final class Lazy {
    static final Optional<String> PROBLEM = hasCuda() ? findProblem() : Optional.empty();
  }

  private static Optional<String> findProblem() {
    Optional<String> problem;
    try {
      problem = problem(CudaDriver.load().devices());
    } catch (CudaDriver.Unavailable e) {
      problem = Optional.of(noDevice(e.getMessage()));
    }
    return problem.or(Backend::missingLibrary);
  }

  /** Why ND4J's CUDA build cannot use these devices; empty if it can. */
  static Optional<String> problem(List<CudaDevice> devices) {
    if (devices.isEmpty()) {
      return Optional.of(noDevice("NVIDIA's driver sees none"));
    }
    return devices.stream()
        .filter(device -> !device.supported())
        .findFirst()
        .map(
            device ->
                "the GPU is %s but ND4J's CUDA 11.6 build runs on compute capability %s. %s"
                    .formatted(device, CudaDevice.SUPPORTED, MEND));
  }

  private static String noDevice(String why) {
    return ("there is no GPU (%s) but this program was built with -Pcuda and trains on one of compute"
            + " capability %s. %s")
        .formatted(why, CudaDevice.SUPPORTED, MEND);
  }

  private static Optional<String> missingLibrary() {
    try {
      for (String library : CUDA_LIBRARIES) {
        Class.forName(library);
      }
      return Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return Optional.of(
          ("CUDA cannot be loaded (%s) but this program was built with -Pcuda: install CUDA 11.6 and"
                  + " cuDNN 8.3 where training runs, with their folders in LD_LIBRARY_PATH")
              .formatted(root.getMessage()));
    }
  }

  /** Hides the CUDA backend from ND4J, which would print why it does not work. */
  private static final class ProcessorAlone extends ClassLoader {
    ProcessorAlone(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(SERVICE)
          ? Collections.enumeration(
              List.of(Backend.class.getClassLoader().getResource(PROCESSOR_ALONE)))
          : super.getResources(name);
    }
  }
}
