package netadapt.settings;

import netadapt.data.Augmentation;
import netadapt.data.AutoAugment;

/** How training images are changed. */
final class AugmentationSettings {
  private AugmentationSettings() {}

  /**
   * Reads all of it.
   *
   * @param depths whether images have depths, which cannot be changed in all ways
   */
  static Augmentation read(Section section, boolean depths) {
    Augmentation augmentation =
        new Augmentation(
            padding(section),
            flip(section),
            smallestCrop(section),
            policy(section),
            scale(section),
            rotation(section),
            jitter(section));
    check(section, augmentation, depths);
    section.finish();
    return augmentation;
  }

  /** Reads what is another way in one training. */
  static Augmentation read(Section own, Augmentation others, boolean depths) {
    Augmentation augmentation =
        new Augmentation(
            own.has("padding") ? padding(own) : others.padding(),
            own.has("flip") ? flip(own) : others.flip(),
            own.has("smallest-crop") ? smallestCrop(own) : others.smallestCrop(),
            own.has("policy") ? policy(own) : others.policy(),
            own.has("scale") ? scale(own) : others.largestScale(),
            own.has("rotation") ? rotation(own) : others.rotation(),
            own.has("jitter") ? jitter(own) : others.jitter());
    check(own, augmentation, depths);
    own.finish();
    return augmentation;
  }

  private static void check(Section section, Augmentation augmentation, boolean depths) {
    if (depths && augmentation.smallestCrop() < 1 && section.has("smallest-crop")) {
      section.broken("smallest-crop", "1 where images have depths: use scale", "1");
    }
    if (depths && augmentation.policy() != AutoAugment.NONE && section.has("policy")) {
      section.broken("policy", "none where images have depths: use rotation and jitter", "none");
    }
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

  private static double scale(Section section) {
    return Math.max(1, section.number("scale", x -> x >= 1, "at least 1")); // 0.5 if mistaken
  }

  private static double rotation(Section section) {
    return section.number("rotation", x -> x >= 0 && x <= 180, "from 0 to 180");
  }

  private static double jitter(Section section) {
    return section.number("jitter", x -> x >= 0 && x <= 1, "from 0 to 1");
  }

  private static AutoAugment policy(Section section) {
    return section.choice("policy", AutoAugment.class);
  }
}
