package netadapt.data;

import static netadapt.data.AugmentOperation.AUTO_CONTRAST;
import static netadapt.data.AugmentOperation.BRIGHTNESS;
import static netadapt.data.AugmentOperation.COLOR;
import static netadapt.data.AugmentOperation.CONTRAST;
import static netadapt.data.AugmentOperation.EQUALIZE;
import static netadapt.data.AugmentOperation.INVERT;
import static netadapt.data.AugmentOperation.POSTERIZE;
import static netadapt.data.AugmentOperation.ROTATE;
import static netadapt.data.AugmentOperation.SHARPNESS;
import static netadapt.data.AugmentOperation.SHEAR_X;
import static netadapt.data.AugmentOperation.SHEAR_Y;
import static netadapt.data.AugmentOperation.SOLARIZE;
import static netadapt.data.AugmentOperation.TRANSLATE_X;
import static netadapt.data.AugmentOperation.TRANSLATE_Y;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A policy that was found to help on a dataset: for each image one of its pairs of operations is
 * drawn, and of the pair each operation is applied with a probability of its own.
 *
 * @see <a href="https://arxiv.org/abs/1805.09501">AutoAugment: Learning augmentation strategies
 *     from data (Cubuk et al. 2019), tables 7 and 9</a>
 */
public enum AutoAugment {
  /** Leaves images as they are. */
  NONE(List.of()),

  /** For photographs such as ImageNet's. */
  IMAGENET(
      List.of(
          pair(POSTERIZE, 0.4, 8, ROTATE, 0.6, 9),
          pair(SOLARIZE, 0.6, 5, AUTO_CONTRAST, 0.6, 5),
          pair(EQUALIZE, 0.8, 8, EQUALIZE, 0.6, 3),
          pair(POSTERIZE, 0.6, 7, POSTERIZE, 0.6, 6),
          pair(EQUALIZE, 0.4, 7, SOLARIZE, 0.2, 4),
          pair(EQUALIZE, 0.4, 4, ROTATE, 0.8, 8),
          pair(SOLARIZE, 0.6, 3, EQUALIZE, 0.6, 7),
          pair(POSTERIZE, 0.8, 5, EQUALIZE, 1.0, 2),
          pair(ROTATE, 0.2, 3, SOLARIZE, 0.6, 8),
          pair(EQUALIZE, 0.6, 8, POSTERIZE, 0.4, 6),
          pair(ROTATE, 0.8, 8, COLOR, 0.4, 0),
          pair(ROTATE, 0.4, 9, EQUALIZE, 0.6, 2),
          pair(EQUALIZE, 0.0, 7, EQUALIZE, 0.8, 8),
          pair(INVERT, 0.6, 4, EQUALIZE, 1.0, 8),
          pair(COLOR, 0.6, 4, CONTRAST, 1.0, 8),
          pair(ROTATE, 0.8, 8, COLOR, 1.0, 2),
          pair(COLOR, 0.8, 8, SOLARIZE, 0.8, 7),
          pair(SHARPNESS, 0.4, 7, INVERT, 0.6, 8),
          pair(SHEAR_X, 0.6, 5, EQUALIZE, 1.0, 9),
          pair(COLOR, 0.4, 0, EQUALIZE, 0.6, 3),
          pair(EQUALIZE, 0.4, 7, SOLARIZE, 0.2, 4),
          pair(SOLARIZE, 0.6, 5, AUTO_CONTRAST, 0.6, 5),
          pair(INVERT, 0.6, 4, EQUALIZE, 1.0, 8),
          pair(COLOR, 0.6, 4, CONTRAST, 1.0, 8),
          pair(EQUALIZE, 0.8, 8, EQUALIZE, 0.6, 3))),

  /** For small photographs such as CIFAR-10's. */
  CIFAR10(
      List.of(
          pair(INVERT, 0.1, 7, CONTRAST, 0.2, 6),
          pair(ROTATE, 0.7, 2, TRANSLATE_X, 0.3, 9),
          pair(SHARPNESS, 0.8, 1, SHARPNESS, 0.9, 3),
          pair(SHEAR_Y, 0.5, 8, TRANSLATE_Y, 0.7, 9),
          pair(AUTO_CONTRAST, 0.5, 8, EQUALIZE, 0.9, 2),
          pair(SHEAR_Y, 0.2, 7, POSTERIZE, 0.3, 7),
          pair(COLOR, 0.4, 3, BRIGHTNESS, 0.6, 7),
          pair(SHARPNESS, 0.3, 9, BRIGHTNESS, 0.7, 9),
          pair(EQUALIZE, 0.6, 5, EQUALIZE, 0.5, 1),
          pair(CONTRAST, 0.6, 7, SHARPNESS, 0.6, 5),
          pair(COLOR, 0.7, 7, TRANSLATE_X, 0.5, 8),
          pair(EQUALIZE, 0.3, 7, AUTO_CONTRAST, 0.4, 8),
          pair(TRANSLATE_Y, 0.4, 3, SHARPNESS, 0.2, 6),
          pair(BRIGHTNESS, 0.9, 6, COLOR, 0.2, 8),
          pair(SOLARIZE, 0.5, 2, INVERT, 0.0, 3),
          pair(EQUALIZE, 0.2, 0, AUTO_CONTRAST, 0.6, 0),
          pair(EQUALIZE, 0.2, 8, EQUALIZE, 0.6, 4),
          pair(COLOR, 0.9, 9, EQUALIZE, 0.6, 6),
          pair(AUTO_CONTRAST, 0.8, 4, SOLARIZE, 0.2, 8),
          pair(BRIGHTNESS, 0.1, 3, COLOR, 0.7, 0),
          pair(SOLARIZE, 0.4, 5, AUTO_CONTRAST, 0.9, 3),
          pair(TRANSLATE_Y, 0.9, 9, TRANSLATE_Y, 0.7, 9),
          pair(AUTO_CONTRAST, 0.9, 2, SOLARIZE, 0.8, 3),
          pair(EQUALIZE, 0.8, 8, INVERT, 0.1, 3),
          pair(TRANSLATE_Y, 0.7, 9, AUTO_CONTRAST, 0.9, 1)));

  /**
   * An operation as a policy has it.
   *
   * @param probability that it is applied, in [0, 1]
   * @param level its strength, from 0 to 9
   */
  record Change(AugmentOperation operation, double probability, int level) {}

  /** Two operations, one after the other. */
  record Pair(Change first, Change second) {}

  private final List<Pair> pairs;

  AutoAugment(List<Pair> pairs) {
    this.pairs = pairs;
  }

  /** What is drawn from, each as likely as the others; none for {@link #NONE}. */
  List<Pair> pairs() {
    return pairs;
  }

  /**
   * Changes an image at random.
   *
   * @param image left as it is
   * @param random advanced by five draws, whatever they give; by none for {@link #NONE}
   * @return of the same size; the image itself if no operation was drawn
   */
  DecodedImage change(DecodedImage image, SplittableRandom random) {
    if (pairs.isEmpty()) {
      return image;
    }
    Pair pair = pairs.get(random.nextInt(pairs.size()));
    return change(change(image, pair.first, random), pair.second, random);
  }

  private static DecodedImage change(DecodedImage image, Change change, SplittableRandom random) {
    boolean applied = random.nextDouble() < change.probability;
    boolean backwards = random.nextBoolean();
    return applied ? change.operation.apply(image, change.level, backwards) : image;
  }

  private static Pair pair(
      AugmentOperation first,
      double firstProbability,
      int firstLevel,
      AugmentOperation second,
      double secondProbability,
      int secondLevel) {
    return new Pair(
        new Change(first, firstProbability, firstLevel),
        new Change(second, secondProbability, secondLevel));
  }
}
