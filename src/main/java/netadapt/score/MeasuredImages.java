package netadapt.score;

import java.util.Arrays;

/** Images of which each is worth a number of its own. */
final class MeasuredImages implements ImageScores {
  private static final long serialVersionUID = 1L;

  private float[] worths = {};

  @Override
  public void set(int image, double worth) {
    reach(image + 1);
    worths[image] = (float) worth;
  }

  @Override
  public void add(int image, ImageScores others) {
    float[] further = ((MeasuredImages) others).worths;
    reach(image + further.length);
    System.arraycopy(further, 0, worths, image, further.length);
  }

  @Override
  public double sum(int images) {
    double sum = 0;
    for (int image = 0; image < images; image++) {
      sum += worths[image];
    }
    return sum;
  }

  @Override
  public double squaredDistance(ImageScores others, int images) {
    float[] other = ((MeasuredImages) others).worths;
    double sum = 0;
    for (int image = 0; image < images; image++) {
      double difference = (double) worths[image] - other[image];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public double varianceOfMean(int images) {
    double mean = sum(images) / images;
    double squares = 0;
    for (int image = 0; image < images; image++) {
      squares += (worths[image] - mean) * (worths[image] - mean);
    }
    return squares / images / images;
  }

  @Override
  public ImageScores copy() {
    MeasuredImages copy = new MeasuredImages();
    copy.worths = worths.clone();
    return copy;
  }

  private void reach(int images) {
    if (images > worths.length) {
      worths = Arrays.copyOf(worths, images);
    }
  }
}
