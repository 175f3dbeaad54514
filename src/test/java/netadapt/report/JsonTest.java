package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void theSameValuesAreAlwaysTheSameText() {
    // Java orders the entries of such a map anew in every process.
    Map<String, Integer> map = Map.of("d", 4, "a", 1, "c", 3, "e", 5, "b", 2);
    assertThat(Json.write(Map.of("map", map, "list", List.of("x"))))
        .isEqualTo("{\"list\":[\"x\"],\"map\":{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5}}");
  }
}
