package netadapt.nn.kernels;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays that a layer uses again and again: a fresh array costs more than the arithmetic on it.
 *
 * <p>An array is valid until the same name is asked for again.
 */
public final class Buffers {
  private final DataType dataType;
  private final Map<String, INDArray> stores = new HashMap<>();
  private final Map<String, INDArray> views = new HashMap<>();

  public Buffers(DataType dataType) {
    this.dataType = dataType;
  }

  /**
   * @return an array of that shape whose content is whatever was there
   */
  public INDArray array(String name, long... shape) {
    INDArray view = views.get(name);
    if (view != null && Arrays.equals(view.shape(), shape)) {
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
    }
    INDArray made =
        (store.length() == length ? store : Views.part(store, 0, 0, length)).reshape('c', shape);
    views.put(name, made);
    return made;
  }
}
