package netadapt.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.TensorInfo;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import netadapt.BadInput;

/**
 * Runs an ONNX model that maps {@code images [batch, channels, height, width]} to {@code logits
 * [batch, classes]}; or to several such outputs. Not for several threads at once, unless they bring
 * their own buffers: its own is reused. Calls do not return any more once the process ends.
 *
 * <p>A model may also give {@code [batch, channels, height, width]}, what it tells of every pixel:
 * here, as in the labels of a training, that is {@code [height, width, channels]} of each image.
 */
public final class OnnxClassifier implements AutoCloseable {
  private final String name;
  private final OrtSession session;
  private final long[] shape;
  private FloatBuffer buffer = direct(0);

  /**
   * Loads a model.
   *
   * @param name of the model, for messages
   * @param model content of an {@code .onnx} file
   * @param threads that work on one call, at least 1; 1 inside a Spark task
   * @throws IllegalStateException if ONNX Runtime does not take the model
   */
  public OnnxClassifier(String name, byte[] model, int threads) {
    this(name, model, threads, Optional.empty());
  }

  /**
   * Loads a model onto a GPU, if there is one.
   *
   * @param gpu what computes; the processor if it is empty, but never instead of a GPU
   * @throws IllegalStateException if ONNX Runtime does not take the model, or cannot use the GPU
   */
  public OnnxClassifier(String name, byte[] model, int threads, Optional<Gpu> gpu) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + " but must be at least 1");
    }
    this.name = name;
    try {
      session = OnnxEnvironment.call((environment, run) -> load(environment, model, threads, gpu));
    } catch (OrtException e) {
      String where = gpu.map(one -> " on " + one).orElse("");
      throw new IllegalStateException(
          "model %s cannot be loaded%s: %s".formatted(name, where, Gpu.explained(e.getMessage())),
          e);
    }
    shape = inputShape();
  }

  /** Loads a model as all of this program's are. */
  static OrtSession load(OrtEnvironment environment, byte[] model, int threads, Optional<Gpu> gpu)
      throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      if (gpu.isPresent()) {
        gpu.get().configure(options);
      }
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      // Waiting threads must not take the cores of the other tasks of an executor.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return environment.createSession(model, options);
    }
  }

  /** Numbers per image, {@code channels · height · width}. */
  public int imageSize() {
    return Math.toIntExact(shape[1] * shape[2] * shape[3]);
  }

  /**
   * What the model makes of each image.
   *
   * @param nchw at least {@code images · imageSize()} numbers, {@code [images, c, h, w]},
   *     normalised
   * @param images 0 or more
   * @return {@code [images, classes]}, or {@code [images, height · width · channels]}
   * @throws IllegalArgumentException if there are too few numbers
   * @throws IllegalStateException if ONNX Runtime fails
   */
  public float[][] logits(float[] nchw, int images) {
    int numbers = numbers(nchw.length, images);
    if (buffer.capacity() < numbers) {
      buffer = direct(numbers);
    }
    buffer.clear().put(nchw, 0, numbers).flip();
    return logits(buffer, images);
  }

  /**
   * The same without a copy, for images that several models read.
   *
   * @param nchw a direct buffer in native byte order, read from its position on; not changed
   * @param images 0 or more
   */
  public float[][] logits(FloatBuffer nchw, int images) {
    return rows(run(nchw, images).outputs().get(0), images);
  }

  /**
   * What a call gave.
   *
   * @param outputs numbers of each of the model's outputs, in their order; row-major, channels last
   * @param nanos spent in ONNX Runtime
   */
  public record Answer(List<float[]> outputs, long nanos) {}

  /**
   * All that a model makes of the images. Several threads may call it at once.
   *
   * @param nchw a direct buffer in native byte order, read from its position on; not changed
   * @param images 0 or more
   * @throws IllegalArgumentException if there are too few numbers
   * @throws IllegalStateException if ONNX Runtime fails
   */
  public Answer run(FloatBuffer nchw, int images) {
    int numbers = numbers(nchw.remaining(), images);
    if (images == 0) {
      return new Answer(Collections.nCopies((int) session.getNumOutputs(), new float[0]), 0);
    }
    long[] batch = shape.clone();
    batch[0] = images;
    FloatBuffer read = nchw.duplicate().limit(nchw.position() + numbers);
    try {
      return OnnxEnvironment.call((environment, run) -> run(environment, run, read, batch));
    } catch (OrtException e) {
      throw new IllegalStateException(
          "model %s failed on %d images: %s".formatted(name, images, Gpu.explained(e.getMessage())),
          e);
    }
  }

  private Answer run(OrtEnvironment environment, RunOptions run, FloatBuffer nchw, long[] batch)
      throws OrtException {
    long began = System.nanoTime();
    try (OnnxTensor input = OnnxTensor.createTensor(environment, nchw, batch);
        OrtSession.Result result = session.run(Map.of(OnnxModel.INPUT, input), run)) {
      long nanos = System.nanoTime() - began;
      List<float[]> outputs = new ArrayList<>();
      for (Map.Entry<String, OnnxValue> output : result) {
        outputs.add(numbers((OnnxTensor) output.getValue()));
      }
      return new Answer(outputs, nanos);
    }
  }

  private static float[] numbers(OnnxTensor output) {
    FloatBuffer numbers = output.getFloatBuffer();
    float[] copy = new float[numbers.remaining()];
    numbers.get(copy);
    long[] axes = output.getInfo().getShape();
    return axes.length == 4 && axes[1] > 1
        ? channelsLast(copy, Math.toIntExact(axes[1]), Math.toIntExact(axes[2] * axes[3]))
        : copy;
  }

  /** {@code [n, channels, pixels] -> [n, pixels, channels]}. */
  private static float[] channelsLast(float[] numbers, int channels, int pixels) {
    float[] last = new float[numbers.length];
    int to = 0;
    for (int image = 0; image < numbers.length; image += channels * pixels) {
      for (int pixel = image; pixel < image + pixels; pixel++) {
        for (int channel = 0; channel < channels; channel++) {
          last[to++] = numbers[pixel + channel * pixels];
        }
      }
    }
    return last;
  }

  /**
   * An output's numbers image by image.
   *
   * @return {@code [images][output.length / images]}
   */
  public static float[][] rows(float[] output, int images) {
    float[][] rows = new float[images][];
    for (int image = 0; image < images; image++) {
      int length = output.length / images;
      rows[image] = Arrays.copyOfRange(output, image * length, (image + 1) * length);
    }
    return rows;
  }

  /** The class of each image, or -1, by {@link #topOne(float[])}; as {@code logits} otherwise. */
  public int[] topOne(float[] nchw, int images) {
    return topOne(logits(nchw, images));
  }

  /** The class of each row, or -1, by {@link #topOne(float[])}. */
  public static int[] topOne(float[][] logits) {
    int[] classes = new int[logits.length];
    for (int image = 0; image < classes.length; image++) {
      classes[image] = topOne(logits[image]);
    }
    return classes;
  }

  /**
   * The first class with the highest logit; -1, which is no class, if any logit is not a number.
   */
  public static int topOne(float[] logits) {
    int best = 0;
    for (int i = 0; i < logits.length; i++) {
      if (Float.isNaN(logits[i])) {
        return -1;
      }
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * What {@link OnnxModel#write} was given to store, by ascending key.
   *
   * @param name of the model, for messages
   * @param model content of an {@code .onnx} file
   * @throws BadInput if it is not an ONNX model
   */
  public static Map<String, String> metadata(String name, byte[] model) {
    try {
      Map<String, String> metadata = new TreeMap<>();
      for (StringStringEntryProto entry : ModelProto.parseFrom(model).getMetadataPropsList()) {
        metadata.put(entry.getKey(), entry.getValue());
      }
      return metadata;
    } catch (InvalidProtocolBufferException e) {
      throw new BadInput(name + " is not an ONNX model: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      OnnxEnvironment.free(session::close);
    } catch (OrtException e) {
      throw new IllegalStateException("model " + name + " cannot be closed: " + e.getMessage(), e);
    }
  }

  private long[] inputShape() {
    try {
      var input =
          OnnxEnvironment.call((environment, run) -> session.getInputInfo().get(OnnxModel.INPUT));
      if (input != null && input.getInfo() instanceof TensorInfo tensor) {
        long[] declared = tensor.getShape();
        if (declared.length == 4) {
          return declared;
        }
      }
    } catch (OrtException e) {
      close();
      throw new IllegalStateException("model " + name + " cannot be read: " + e.getMessage(), e);
    }
    close();
    throw new IllegalStateException(
        "model %s has no input %s of 4 axes".formatted(name, OnnxModel.INPUT));
  }

  private int numbers(int given, int images) {
    int needed = Math.multiplyExact(images, imageSize());
    if (images < 0 || given < needed) {
      throw new IllegalArgumentException(
          "model %s reads %d images of %d numbers but %d numbers are given"
              .formatted(name, images, imageSize(), given));
    }
    return needed;
  }

  private static FloatBuffer direct(int numbers) {
    return ByteBuffer.allocateDirect(Float.BYTES * numbers)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
