package netadapt.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A few of the inputs that {@code src/fuzz/run.sh} makes by the million, the same in every build.
 */
class DamagedFilesTest {
  private static final int INPUTS = 200;

  static Stream<Arguments> targets() {
    return Arrays.stream(Targets.values())
        .flatMap(group -> group.stream().map(target -> Arguments.of(target.name(), target)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aDamagedFileGivesAValueOrWhatItsReaderDocuments(String name, Target target)
      throws Exception {
    List<byte[]> seeds = target.seeds().make();
    for (byte[] seed : seeds) {
      target.reading().read(seed); // is whole
    }
    Damage damage = new Damage(seeds, target.longest(), 7);
    int inputs = INPUTS / target.cost() + 10;
    for (int i = 0; i < inputs; i++) {
      byte[] input = damage.next();
      int number = i;
      assertThatCode(() -> target.take(input))
          .as(() -> shown(number, input))
          .doesNotThrowAnyException();
    }
  }

  private static String shown(int number, byte[] input) {
    String digits = HexFormat.of().formatHex(Arrays.copyOf(input, Math.min(input.length, 600)));
    return "input %d, %d bytes: %s".formatted(number, input.length, digits);
  }
}
