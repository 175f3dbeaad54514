package netadapt.nn.kernels;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import netadapt.BadInput;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/**
 * The functions of {@code src/main/native/passes.c}, where arguments are described. Arrays are
 * given by their addresses, which nobody checks, 0 where there is none.
 */
final class NativePasses {
  private static boolean loaded;

  private NativePasses() {}

  /**
   * Loads the build for this processor; to be called before all else.
   *
   * @throws BadInput if there is none
   */
  static synchronized void load() {
    if (!loaded) {
      load("/netadapt/native/passes-%s.so".formatted(build()));
      loaded = true;
    }
  }

  static native void moments(
      long y, long pixels, int channels, long origin, long sums, long squares, long room);

  static native void sums(
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
      double count,
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

  static native void sum(
      long x,
      int xChannels,
      long branch,
      int branchChannels,
      long removed,
      long y,
      int channels,
      int begin,
      int end,
      long pixels,
      long room);

  static native void addRows(long to, long part, long sizes, long strides, int begin, int end);

  private static void load(String resource) {
    URL found = NativePasses.class.getResource(resource);
    if (found == null) {
      throw new BadInput(
          "there are no native passes for %s: set supernet.kernels and train.kernels to nd4j"
              .formatted(build()));
    }
    try {
      File library = Loader.extractResource(found, null, "netadapt", ".so");
      System.load(library.getAbsolutePath());
      Files.delete(library.toPath()); // Linux keeps what is loaded
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String build() {
    String platform = Loader.getPlatform();
    return platform.equals("linux-x86_64") ? platform + "-" + vectors() : platform;
  }

  private static String vectors() {
    int wide = dnnl.dnnl_cpu_isa_avx512_core;
    return (dnnl.dnnl_get_effective_cpu_isa() & wide) == wide ? "avx512" : "avx2";
  }
}
