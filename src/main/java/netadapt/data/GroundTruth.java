package netadapt.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import netadapt.BadInput;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.IOUtils;

/**
 * Which class each of ILSVRC2012's validation images shows.
 *
 * @param file that says so
 * @param wordNetIds by the image's name without ending, such as {@code ILSVRC2012_val_00000001}
 */
record GroundTruth(String file, Map<String, String> wordNetIds) {
  /** What has to be in the folder, for messages. */
  static final String FILES =
      "ILSVRC2012_devkit_t12.tar.gz of image-net.org, LOC_val_solution.csv of Kaggle, or val.txt with"
          + " lines like \"ILSVRC2012_val_00000001.JPEG n01751748\"";

  private static final String KIT = "ILSVRC2012_devkit_t12";
  private static final String NUMBERS = "data/ILSVRC2012_validation_ground_truth.txt";
  private static final String SYNSETS = "data/meta.mat";

  /** Of a list, Kaggle's with boxes behind the class. */
  private static final Pattern LINE =
      Pattern.compile("(ILSVRC2012_val_\\d+)(?:\\.JPEG)?[,\\s]+(n\\d+)\\b.*");

  /** What {@link #FILES} says, of what is there the first. */
  static Optional<GroundTruth> find(SourceFolder files) throws IOException {
    for (String list : List.of("val.txt", "LOC_val_solution.csv")) {
      if (files.has(list)) {
        return Optional.of(ofList(lines(files, list), list, files));
      }
    }
    if (files.has(KIT + "/" + NUMBERS) && files.has(KIT + "/" + SYNSETS)) {
      try (InputStream synsets = files.open(KIT + "/" + SYNSETS)) {
        return Optional.of(ofKit(lines(files, KIT + "/" + NUMBERS), synsets, KIT, files));
      }
    }
    String packed = KIT + ".tar.gz";
    return files.has(packed) ? Optional.of(ofPackedKit(files, packed)) : Optional.empty();
  }

  private static List<String> lines(SourceFolder files, String name) throws IOException {
    try (InputStream input = files.open(name)) {
      return IOUtils.readLines(input, StandardCharsets.UTF_8);
    }
  }

  private static GroundTruth ofList(List<String> lines, String name, SourceFolder files) {
    Map<String, String> ids = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher line = LINE.matcher(lines.get(i).strip());
      if (line.matches()) {
        ids.put(line.group(1), line.group(2));
      } else if (!lines.get(i).isBlank() && !(i == 0 && lines.get(i).startsWith("ImageId"))) {
        throw new BadInput(
            "line %d of %s in %s is \"%s\" but must be like \"ILSVRC2012_val_00000001.JPEG n01751748\""
                .formatted(i + 1, name, files, lines.get(i).strip()));
      }
    }
    return new GroundTruth(name, ids);
  }

  /** Numbers of classes in the order of the images; what they mean is in the other file. */
  private static GroundTruth ofKit(
      List<String> numbers, InputStream synsets, String kit, SourceFolder files)
      throws IOException {
    String where = kit + " in " + files;
    Map<Integer, String> byNumber = Synsets.read(synsets, SYNSETS + " of " + where);
    Map<String, String> ids = new HashMap<>();
    int image = 0;
    for (String line : numbers) {
      image++;
      Optional<String> id =
          Optional.of(line.strip())
              .filter(number -> number.matches("\\d{1,4}"))
              .map(number -> byNumber.get(Integer.valueOf(number)));
      if (id.isEmpty()) {
        throw new BadInput(
            "line %d of %s of %s is \"%s\" but must be the number of a class in %s: fetch the kit again"
                .formatted(image, NUMBERS, where, line.strip(), SYNSETS));
      }
      ids.put("ILSVRC2012_val_%08d".formatted(image), id.get());
    }
    return new GroundTruth(kit, ids);
  }

  private static GroundTruth ofPackedKit(SourceFolder files, String name) throws IOException {
    Map<String, byte[]> found = new HashMap<>();
    String where = name + " in " + files;
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(files.openTar(name)))) {
      for (TarArchiveEntry entry = tar.getNextTarEntry();
          entry != null && found.size() < 2;
          entry = tar.getNextTarEntry()) {
        for (String wanted : List.of(NUMBERS, SYNSETS)) {
          if (entry.getName().endsWith(wanted)) {
            found.put(wanted, tar.readAllBytes());
          }
        }
      }
    } catch (IOException e) {
      throw new BadInput(
          "%s cannot be read (%s): fetch it again".formatted(where, e.getMessage()), e);
    }
    if (found.size() < 2) {
      throw new BadInput("%s lacks %s or %s: fetch it again".formatted(where, NUMBERS, SYNSETS));
    }
    List<String> numbers = new String(found.get(NUMBERS), StandardCharsets.UTF_8).lines().toList();
    return ofKit(numbers, new ByteArrayInputStream(found.get(SYNSETS)), name, files);
  }
}
