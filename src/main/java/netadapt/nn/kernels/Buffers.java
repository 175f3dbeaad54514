package netadapt.nn.kernels;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays by name that are used again in every pass: making an array costs more than the arithmetic
 * on it.
 *
 * <p>An array is valid until its name is asked for again.
 */
public final class Buffers {
  private final DataType dataType;
  private final Map<String, INDArray> stores = new HashMap<>();
  private final Map<String, Map<List<Long>, INDArray>> views = new HashMap<>();

  /**
   * @param dataType of all arrays
   */
  public Buffers(DataType dataType) {
    this.dataType = dataType;
  }

  /**
   * An array of a name; its memory grows to the largest shape that the name was asked for.
   *
   * @param shape such as {@code [n, h, w, c]}
   * @return a contiguous array of that shape, with any numbers in it
   */
  public INDArray array(String name, long... shape) {
    List<Long> key = Arrays.stream(shape).boxed().toList();
    Map<List<Long>, INDArray> ofName = views.computeIfAbsent(name, unused -> new HashMap<>());
    INDArray view = ofName.get(key);
    if (view != null) {
      return view;
    }
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    INDArray store = stores.get(name);
    if (store == null || store.length() < length) {
      store = Nd4j.createUninitialized(dataType, length);
      stores.put(name, store);
      ofName.clear();
    }
    INDArray made =
        (store.length() == length ? store : Views.part(store, 0, 0, length)).reshape('c', shape);
    ofName.put(key, made);
    return made;
  }
}
