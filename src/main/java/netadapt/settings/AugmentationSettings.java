package netadapt.settings;

import netadapt.data.Augmentation;
import netadapt.data.AutoAugment;

/** How training images are changed. */
final class AugmentationSettings {
  private AugmentationSettings() {}

  /** Reads all of it. */
  static Augmentation read(Section section) {
    Augmentation augmentation =
        new Augmentation(padding(section), flip(section), smallestCrop(section), policy(section));
    section.finish();
    return augmentation;
  }

  /** Reads what is another way in one training. */
  static Augmentation read(Section own, Augmentation others) {
    Augmentation augmentation =
        new Augmentation(
            own.has("padding") ? padding(own) : others.padding(),
            own.has("flip") ? flip(own) : others.flip(),
            own.has("smallest-crop") ? smallestCrop(own) : others.smallestCrop(),
            own.has("policy") ? policy(own) : others.policy());
    own.finish();
    return augmentation;
  }

  private static int padding(Section section) {
    return section.integer("padding", 0);
  }

  private static boolean flip(Section section) {
    return section.flag("flip");
  }

  private static double smallestCrop(Section section) {
    return section.number("smallest-crop", x -> x > 0 && x <= 1, "more than 0 and at most 1");
  }

  private static AutoAugment policy(Section section) {
    return section.choice("policy", AutoAugment.class);
  }
}
