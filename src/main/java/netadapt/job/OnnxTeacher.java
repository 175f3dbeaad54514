package netadapt.job;

import java.util.Arrays;
import netadapt.onnx.TensorModel;
import netadapt.train.Teacher;

/** A teacher that ONNX Runtime computes, on the processor. */
final class OnnxTeacher implements Teacher {
  private final TensorModel model;
  private final TeacherForm form;

  OnnxTeacher(TensorModel model, TeacherForm form) {
    this.model = model;
    this.form = form;
  }

  /**
   * Loads one.
   *
   * @param name for messages
   */
  record Loader(String name, TeacherForm form) implements Teacher.Loader {
    @Override
    public Teacher load(byte[] model, int threads) {
      return new OnnxTeacher(new TensorModel(name, model, threads), form);
    }
  }

  @Override
  public float[][] logits(float[] images, int count) {
    float[][] given = outputs(images, count);
    float[][] logits = new float[count][form.columns().size()];
    for (int image = 0; image < count; image++) {
      for (int i = 0; i < logits[image].length; i++) {
        float number = given[image][form.columns().get(i)];
        logits[image][i] = form.probabilities() ? logarithm(number) : number;
      }
    }
    return logits;
  }

  /** Of a probability; what is too small for a number counts as the smallest one. */
  private static float logarithm(float probability) {
    return (float) Math.log(Math.max(probability, Float.MIN_NORMAL));
  }

  /**
   * All that the model gives.
   *
   * @return {@code [n][outputs]}
   */
  float[][] outputs(float[] images, int count) {
    float[] changed = form.change().apply(images, count);
    int size = changed.length / count;
    int together = form.batch() == 0 ? count : form.batch();
    float[][] outputs = new float[count][];
    for (int from = 0; from < count; from += together) {
      // Past the last image there are zeros, of which nothing is used.
      float[] part = Arrays.copyOfRange(changed, from * size, (from + together) * size);
      float[] numbers = model.run(form.input(), part, form.shape(together), form.output());
      int length = numbers.length / together;
      for (int image = from; image < Math.min(count, from + together); image++) {
        int at = (image - from) * length;
        outputs[image] = Arrays.copyOfRange(numbers, at, at + length);
      }
    }
    return outputs;
  }

  @Override
  public void close() {
    model.close();
  }
}
