package netadapt.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import netadapt.data.Augmentation;
import netadapt.data.AutoAugment;
import netadapt.data.CentreFit;
import netadapt.data.DecodedImage;
import netadapt.data.ImageFile;
import netadapt.data.ImageReader.UnreadableImage;
import netadapt.data.Normalization;

/**
 * The rows about what becomes of a photograph before it is trained on: how many of them one core
 * brings from their files' bytes to numbers. Only this thread's own time counts, so that what else
 * the machine does matters less.
 */
final class InputRows {
  private static final int SIDE = 224;
  private static final int SMALL = 32;
  private static final int LEAST = 200;
  private static final double SMALLEST = 0.08;
  private static final Normalization NORMALIZATION =
      new Normalization(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});
  private static final Augmentation CUT = new Augmentation(0, true, SMALLEST, AutoAugment.NONE);
  private static final Augmentation ALL = new Augmentation(0, true, SMALLEST, AutoAugment.IMAGENET);

  private static final SplittableRandom RANDOM = new SplittableRandom(RandomModel.SEED);
  private static final float[] TARGET = new float[SIDE * SIDE * 3];

  private InputRows() {}

  /**
   * Decodes photographs, changes them and normalises them, in turn by parts and as a whole.
   *
   * @param images folder of photographs
   * @throws IllegalStateException if there is none
   */
  static List<Line> input(Effort effort, Optional<Path> images) {
    List<byte[]> files = files(images);
    List<DecodedImage> decoded = files.stream().map(InputRows::decode).toList();
    List<Double> decoding = new ArrayList<>();
    List<Double> cutting = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    int warmup = effort.of(3, 1);
    for (int round = -warmup; round < effort.of(9, 2); round++) {
      double decode = micros(files, InputRows::decode);
      double cut = micros(decoded, image -> change(CUT, image, SIDE));
      double all = micros(files, file -> change(ALL, decode(file), SIDE));
      if (round >= 0) {
        decoding.add(decode);
        cutting.add(cut);
        whole.add(all);
      }
    }
    String what = "%d photographs, ms: ".formatted(files.size());
    Series all = new Series(whole).times(1e-3);
    return List.of(
        Line.ratio("input", what + "decoded", new Series(decoding).times(1e-3), ""),
        Line.ratio("input", what + "cut to 224, normalised", new Series(cutting).times(1e-3), ""),
        Line.ratio("input", what + "decoded, cut, policy, normalised", all, ""),
        Line.plain("input", "the last in images per second and core", "%.0f", 1e3 / all.median()),
        policy(effort, AutoAugment.IMAGENET, decoded, SIDE),
        policy(effort, AutoAugment.CIFAR10, decoded, SMALL));
  }

  /** What a policy takes of an image that needs no cutting: the time with it less that without. */
  private static Line policy(
      Effort effort, AutoAugment policy, List<DecodedImage> photographs, int side) {
    Augmentation with = new Augmentation(0, false, 1, policy);
    List<DecodedImage> fitted =
        photographs.stream().map(image -> CentreFit.fit(image, side, side)).toList();
    List<Double> taken = new ArrayList<>();
    int warmup = effort.of(10, 1);
    for (int round = -warmup; round < effort.of(9, 2); round++) {
      double more =
          micros(fitted, image -> change(with, image, side))
              - micros(fitted, image -> change(Augmentation.NONE, image, side));
      if (round >= 0) {
        taken.add(more);
      }
    }
    String what = "policy %s, %d by %d: microseconds per image".formatted(policy, side, side);
    return Line.ratio("input", what, new Series(taken), "");
  }

  private static void change(Augmentation augmentation, DecodedImage image, int side) {
    augmentation.apply(image, side, side, NORMALIZATION, RANDOM.split(), TARGET, 0);
  }

  private static DecodedImage decode(byte[] file) {
    try {
      return ImageFile.decode(file).withChannels(3);
    } catch (UnreadableImage e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of this thread's time, per element. */
  private static <T> double micros(List<T> elements, Consumer<T> action) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    elements.forEach(action);
    return (threads.getCurrentThreadCpuTime() - began) / 1e3 / elements.size();
  }

  /** JPEG files, from the start again if they are few. */
  private static List<byte[]> files(Optional<Path> folder) {
    if (folder.filter(Files::isDirectory).isEmpty()) {
      throw new IllegalStateException("give a folder of photographs: --images FOLDER");
    }
    try (Stream<Path> paths = Files.walk(folder.get())) {
      List<byte[]> files = new ArrayList<>();
      for (Path path : paths.filter(InputRows::isJpeg).sorted().toList()) {
        files.add(Files.readAllBytes(path));
      }
      if (files.isEmpty()) {
        throw new IllegalStateException(folder.get() + " has no JPEG files");
      }
      for (int i = 0; files.size() < LEAST; i++) {
        files.add(files.get(i));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isJpeg(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g");
  }
}
