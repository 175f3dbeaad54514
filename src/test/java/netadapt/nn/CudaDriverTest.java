package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.ptr.IntByReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CudaDriverTest {
  @Test
  void tellsNameAndComputeCapabilityOfEveryDevice() throws CudaDriver.Unavailable {
    CudaDriver driver = new CudaDriver(new TwoDevices(0));

    assertThat(driver.devices())
        .containsExactly(new CudaDevice("Tesla T4", 7, 5), new CudaDevice("NVIDIA H200", 9, 0));
  }

  @Test
  void driverWithoutDevicesHasNone() throws CudaDriver.Unavailable {
    assertThat(new CudaDriver(new TwoDevices(100)).devices()).isEmpty();
  }

  @Test
  void driverThatDoesNotWorkIsUnavailableAndTellsItsCode() {
    assertThatThrownBy(() -> new CudaDriver(new TwoDevices(803)).devices())
        .isInstanceOf(CudaDriver.Unavailable.class)
        .hasMessageContaining("cuInit returned 803");
  }

  /**
   * A driver of two GPUs, with handles 10 and 11.
   *
   * @param start what its start returns
   */
  private record TwoDevices(int start) implements CudaDriver.Functions {
    private static final List<CudaDevice> ALL =
        List.of(new CudaDevice("Tesla T4", 7, 5), new CudaDevice("NVIDIA H200", 9, 0));

    @Override
    public int cuInit(int flags) {
      return start;
    }

    @Override
    public int cuDeviceGetCount(IntByReference count) {
      count.setValue(ALL.size());
      return 0;
    }

    @Override
    public int cuDeviceGet(IntByReference device, int ordinal) {
      device.setValue(10 + ordinal);
      return 0;
    }

    @Override
    public int cuDeviceGetName(byte[] name, int length, int device) {
      byte[] text = ALL.get(device - 10).name().getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(text, 0, name, 0, text.length);
      return 0;
    }

    @Override
    public int cuDeviceGetAttribute(IntByReference value, int attribute, int device) {
      CudaDevice asked = ALL.get(device - 10);
      value.setValue(attribute == 75 ? asked.major() : asked.minor());
      return attribute == 75 || attribute == 76 ? 0 : 1;
    }
  }
}
