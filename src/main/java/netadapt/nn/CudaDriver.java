package netadapt.nn;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import java.util.ArrayList;
import java.util.List;

/**
 * NVIDIA's driver, asked for the GPUs that this process sees.
 *
 * <p>ND4J cannot be asked: on a GPU that it has no code for, it fails while it loads.
 */
final class CudaDriver {
  private static final String FILE = "libcuda.so.1";
  private static final int MAJOR = 75; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR in cuda.h
  private static final int MINOR = 76;
  private static final int NAME_BYTES = 256;
  private static final int NO_DEVICE = 100; // CUDA_ERROR_NO_DEVICE

  private final Functions functions;

  CudaDriver(Functions functions) {
    this.functions = functions;
  }

  /** Functions of {@code cuda.h}; each returns 0 if it succeeded. */
  interface Functions extends Library {
    int cuInit(int flags);

    int cuDeviceGetCount(IntByReference count);

    int cuDeviceGet(IntByReference device, int ordinal);

    int cuDeviceGetName(byte[] name, int length, int device);

    int cuDeviceGetAttribute(IntByReference value, int attribute, int device);
  }

  /** There is no driver, or it does not work; the message says how. */
  static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    Unavailable(String message) {
      super(message);
    }
  }

  /**
   * @throws Unavailable if there is no driver
   */
  static CudaDriver load() throws Unavailable {
    try {
      return new CudaDriver(Native.loadLibrary(FILE, Functions.class));
    } catch (LinkageError e) { // its message is a page of folders
      throw new Unavailable("there is no " + FILE + ", NVIDIA's driver");
    }
  }

  /** The GPUs, in CUDA's order; may be empty. */
  List<CudaDevice> devices() throws Unavailable {
    int code = functions.cuInit(0);
    if (code == NO_DEVICE) {
      return List.of();
    }
    check("cuInit", code);
    IntByReference number = new IntByReference();
    check("cuDeviceGetCount", functions.cuDeviceGetCount(number));
    List<CudaDevice> devices = new ArrayList<>();
    for (int ordinal = 0, count = number.getValue(); ordinal < count; ordinal++) {
      check("cuDeviceGet", functions.cuDeviceGet(number, ordinal));
      int device = number.getValue();
      byte[] name = new byte[NAME_BYTES];
      check("cuDeviceGetName", functions.cuDeviceGetName(name, name.length, device));
      devices.add(
          new CudaDevice(
              Native.toString(name), attribute(MAJOR, device), attribute(MINOR, device)));
    }
    return devices;
  }

  private int attribute(int attribute, int device) throws Unavailable {
    IntByReference value = new IntByReference();
    check("cuDeviceGetAttribute", functions.cuDeviceGetAttribute(value, attribute, device));
    return value.getValue();
  }

  private static void check(String function, int code) throws Unavailable {
    if (code != 0) {
      throw new Unavailable(
          "NVIDIA's driver does not work: %s returned %d".formatted(function, code));
    }
  }
}
