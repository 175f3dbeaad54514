package netadapt.score;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Memory that ONNX Runtime reads images from, used by one task after the other. */
final class ImageBuffers {
  private final Deque<FloatBuffer> idle = new ArrayDeque<>();
  private boolean closed;

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
      giveBack(numbers);
    }
  }

  /** A buffer for at least so many numbers; there are never more of them than running tasks. */
  Lease lease(int numbers) {
    FloatBuffer buffer = take();
    return new Lease(buffer == null || buffer.capacity() < numbers ? direct(numbers) : buffer);
  }

  /** Forgets what nobody uses. */
  synchronized void free() {
    idle.clear();
  }

  /** Forgets what nobody uses, and from now on all that is given back. */
  synchronized void close() {
    closed = true;
    idle.clear();
  }

  /** How many nobody uses. */
  synchronized int idle() {
    return idle.size();
  }

  private synchronized FloatBuffer take() {
    return idle.poll();
  }

  private synchronized void giveBack(FloatBuffer numbers) {
    if (!closed) {
      idle.push(numbers);
    }
  }

  private static FloatBuffer direct(int numbers) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(Float.BYTES, numbers))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
