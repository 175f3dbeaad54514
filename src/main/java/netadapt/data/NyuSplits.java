package netadapt.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import netadapt.BadInput;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;

/** Which of {@link NyuMat}'s images are its test set, as the authors publish it. */
final class NyuSplits {
  private static final String TRAIN = "trainNdxs";
  private static final String TEST = "testNdxs";

  private NyuSplits() {}

  /**
   * Reads a MATLAB file of version 5 with the numbers of training and test images, from 1.
   *
   * @param count images that there are
   * @return the test images, from 0
   * @throws BadInput unless every image is in one of both
   */
  static BitSet test(SourceFolder files, String name, int count) throws IOException {
    byte[] bytes;
    try (InputStream input = files.open(name)) {
      bytes = input.readAllBytes();
    }
    BitSet train;
    BitSet test;
    try {
      MatSizes.check(bytes);
      MatFile file = Mat5.newReader(Sources.wrap(bytes)).readMat();
      train = numbers(file.getMatrix(TRAIN), count);
      test = numbers(file.getMatrix(TEST), count);
    } catch (IOException | RuntimeException e) { // the library throws many kinds
      throw new BadInput(
          "%s in %s cannot be read (%s): fetch it again, or remove it for a random test set"
              .formatted(name, files, e.getMessage()),
          e);
    }
    boolean disjoint = !train.intersects(test);
    BitSet all = (BitSet) train.clone();
    all.or(test);
    if (!disjoint || all.cardinality() != count) {
      throw new BadInput(
          "%s in %s names %d training and %d test images but must name each of the %d in %s once"
              .formatted(name, files, train.cardinality(), test.cardinality(), count, NyuMat.FILE));
    }
    return test;
  }

  private static BitSet numbers(Matrix matrix, int count) {
    BitSet numbers = new BitSet();
    for (int i = 0; i < matrix.getNumElements(); i++) {
      int number = matrix.getInt(i);
      if (number < 1 || number > count) {
        throw new IllegalArgumentException("there is no image %d of %d".formatted(number, count));
      }
      numbers.set(number - 1);
    }
    return numbers;
  }
}
