package netadapt.nn.kernels;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import netadapt.BadInput;
import netadapt.arch.Activation;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/**
 * The functions of {@code src/main/native/passes.c}, where arguments are described. Arrays are
 * given by their addresses, which nobody checks, 0 where there is none.
 */
final class NativePasses {
  private static boolean loaded;

  private NativePasses() {}

  /** Whether there is a build for this processor. */
  static boolean exist() {
    return found() != null;
  }

  /**
   * Loads the build for this processor; to be called before all else.
   *
   * @throws BadInput if there is none, or it cannot be loaded
   */
  static synchronized void load() {
    if (!loaded) {
      URL found = found();
      if (found == null) {
        throw new BadInput(
            "there are no native passes for %s in this program: set kernels to nd4j or auto"
                .formatted(build()));
      }
      load(found);
      loaded = true;
    }
  }

  private static void load(URL found) {
    try {
      File folder = Loader.getCacheDir(); // JavaCPP's own libraries are there
      File library = Loader.extractResource(found, folder, "netadapt", ".so");
      try {
        System.load(library.getAbsolutePath());
      } catch (UnsatisfiedLinkError e) {
        throw new BadInput(
            "native passes cannot be loaded (%s): set -Dorg.bytedeco.javacpp.cachedir to a folder"
                    .formatted(e.getMessage())
                + " whose files may be executed",
            e);
      } finally {
        Files.delete(library.toPath()); // Linux keeps what is loaded
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL found() {
    return NativePasses.class.getResource("/netadapt/native/passes-%s.so".formatted(build()));
  }

  /** Numbers of room that any pass needs for at most so many channels. */
  static native long room(int channels);

  /** Numbers of room that {@link #depthwiseWeights} need. */
  static native long depthwiseRoom(int width, int channels, int kernel);

  static native void moments(
      long y, long pixels, int channels, long origin, long sums, long squares, long room);

  static native void imageSums(
      long a,
      long b,
      double factor,
      int begin,
      int end,
      long pixels,
      int channels,
      long sums,
      long room,
      long total);

  static native void finish(
      int activation,
      long gamma,
      long beta,
      long mean,
      long variance,
      long y,
      long x,
      long out,
      int begin,
      int end,
      int height,
      int width,
      int filters,
      int channels,
      long kept,
      int bypassTo,
      int stride,
      long input,
      long room);

  static native void gradientSums(
      int activation,
      long gamma,
      long beta,
      long mean,
      long variance,
      long y,
      long upstream,
      int begin,
      int end,
      long pixels,
      int filters,
      int channels,
      long kept,
      long sums,
      long products,
      long room);

  static native void gradient(
      int activation,
      long gamma,
      long beta,
      long mean,
      long variance,
      long y,
      long upstream,
      long dy,
      int begin,
      int end,
      long pixels,
      int filters,
      int channels,
      long kept,
      double numbers,
      long sums,
      long products,
      long room);

  static native void bypassGradient(
      long upstream,
      long dx,
      int begin,
      int end,
      int height,
      int width,
      int channels,
      long kept,
      int bypassTo,
      int stride,
      long input);

  static native void affine(
      long x,
      long factor,
      long offset,
      long y,
      int begin,
      int end,
      long pixels,
      int channels,
      long room);

  static native void residualSum(
      long x,
      int xChannels,
      long branch,
      int branchChannels,
      long removed,
      long y,
      int channels,
      int begin,
      int end,
      long pixels);

  static native void upsample(
      long x, long y, int begin, int end, int height, int width, int channels, int factor);

  static native void upsampleGradient(
      long dy, long dx, int begin, int end, int height, int width, int channels, int factor);

  static native void depthwiseWeights(
      long x,
      long dy,
      long dWeight,
      int begin,
      int end,
      int height,
      int width,
      int channels,
      int kernel,
      int stride,
      long room);

  static native void addRows(long to, long part, long sizes, long strides, int begin, int end);

  private static String build() {
    String platform = Loader.getPlatform();
    return platform.equals("linux-x86_64") ? platform + "-" + vectors() : platform;
  }

  private static String vectors() {
    int wide = dnnl.dnnl_cpu_isa_avx512_core;
    return (dnnl.dnnl_get_effective_cpu_isa() & wide) == wide ? "avx512" : "avx2";
  }

  /** The number of an activation there. */
  static int code(Activation activation) {
    return switch (activation) {
      case NONE -> 0;
      case RELU -> 1;
      case HARD_SWISH -> 2;
      case HARD_SIGMOID -> 3;
    };
  }
}
