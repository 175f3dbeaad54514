package netadapt.score;

import java.util.BitSet;

/**
 * Images that are right or wrong, worth 1 or 0.
 *
 * @param right numbers of those that are right; not copied
 */
record RightImages(BitSet right) implements ImageScores {
  @Override
  public void set(int image, double worth) {
    right.set(image, worth > 0);
  }

  @Override
  public void add(int image, ImageScores others) {
    ((RightImages) others).right.stream().forEach(other -> right.set(image + other));
  }

  @Override
  public double sum(int images) {
    return first(images).cardinality();
  }

  @Override
  public double squaredDistance(ImageScores others, int images) {
    BitSet decided = (BitSet) first(images).clone();
    decided.xor(((RightImages) others).first(images));
    return decided.cardinality();
  }

  @Override
  public double varianceOfMean(int images) {
    double share = sum(images) / images;
    return share * (1 - share) / images;
  }

  @Override
  public ImageScores copy() {
    return new RightImages((BitSet) right.clone());
  }

  BitSet first(int images) {
    return right.length() <= images ? right : right.get(0, images);
  }
}
