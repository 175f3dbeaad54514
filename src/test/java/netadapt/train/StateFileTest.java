package netadapt.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import netadapt.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
  /** Behind the format, workers, steps per epoch and steps. */
  private static final int WEIGHTS = 8 + 4 + 4 + 8;

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 29})
  void weightsThatNoFileHasAreRefused(int count) throws IOException {
    byte[] damaged = stateWith(count);

    assertThatThrownBy(() -> read(damaged))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "state.bin of checkpoint step-1 has %d weights, so it is damaged: delete the checkpoint to train anew",
            count);
  }

  @Test
  void noRoomIsMadeForMoreWeightsThanThereAre() throws IOException {
    byte[] damaged = stateWith((1 << 29) - 1); // 2 GB, as much as a file may say

    assertThatThrownBy(() -> read(damaged))
        .isInstanceOf(EOFException.class)
        .hasMessage("5 of 536870911 weights");
  }

  private static byte[] stateWith(int weights) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateFile.write(
        new TrainingState(
            null, new float[] {1, 2, 3}, Optional.empty(), 2, 3, 5, List.<TrainingRound>of()),
        new DataOutputStream(bytes));
    byte[] state = bytes.toByteArray();
    ByteBuffer.wrap(state).putInt(WEIGHTS, weights);
    return state;
  }

  private static TrainingState read(byte[] state) throws IOException {
    return StateFile.read(new DataInputStream(new ByteArrayInputStream(state)), null, "step-1");
  }
}
