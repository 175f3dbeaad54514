package netadapt.score;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Memory that ONNX Runtime reads images from, used by one task after the other. */
final class ImageBuffers {
  private final ConcurrentLinkedDeque<FloatBuffer> idle = new ConcurrentLinkedDeque<>();

  /** A buffer in use until it is closed. */
  final class Lease implements AutoCloseable {
    private final FloatBuffer numbers;

    private Lease(FloatBuffer numbers) {
      this.numbers = numbers;
    }

    /** In native byte order. */
    FloatBuffer numbers() {
      return numbers;
    }

    @Override
    public void close() {
      idle.push(numbers);
    }
  }

  /** A buffer for at least so many numbers; there are never more of them than running tasks. */
  Lease lease(int numbers) {
    FloatBuffer buffer = idle.poll();
    return new Lease(buffer == null || buffer.capacity() < numbers ? direct(numbers) : buffer);
  }

  /** Forgets what nobody uses. */
  void free() {
    idle.clear();
  }

  private static FloatBuffer direct(int numbers) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(Float.BYTES, numbers))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
