package netadapt.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import netadapt.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureJsonTest {
  private final SuperNetwork network =
      new NetworkBuilder("tiny", new Shape(8, 8, 3), 5, 16)
          .convolution("c1", 8, 3, 1, Activation.RELU, true, 2)
          .mobile("b2", 16, 8, 5, 1, Activation.RELU, true, 2)
          .globalAveragePool("pool")
          .dense("classifier", 2)
          .build();

  private Architecture read(String json) {
    return ArchitectureJson.read(network, json, "found.json");
  }

  @Test
  void namesEveryLayerAndTheKernelsThatAreSearched() {
    Architecture architecture = network.full().with(2, new LayerSize(0, 3));

    assertThat(ArchitectureJson.write(network, architecture))
        .isEqualTo(
            "{\"network\":\"tiny\",\"layers\":["
                + "{\"name\":\"c1\",\"filters\":8,\"kernel\":3},"
                + "{\"name\":\"b2.expand\",\"filters\":16},"
                + "{\"name\":\"b2.depthwise\",\"filters\":0,\"kernel\":3},"
                + "{\"name\":\"b2.project\",\"filters\":8}]}");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    for (long seed = 0; seed < 100; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SuperNetwork any = random.either();
      Architecture architecture = random.architecture(any);
      String json = ArchitectureJson.write(any, architecture);

      assertThat(ArchitectureJson.read(any, json, "test")).isEqualTo(architecture);
    }
  }

  @Test
  void unlistedLayersKeepTheirFullSize() {
    assertThat(
            read(
                "{\"network\": \"tiny\", \"layers\": [{\"name\": \"b2.expand\", \"filters\": 4}]}"))
        .isEqualTo(network.full().with(1, new LayerSize(4, 1)));
    assertThat(
            read(
                "{\"network\": \"tiny\", \"layers\": [{\"name\": \"b2.depthwise\", \"kernel\": 3}]}"))
        .isEqualTo(network.full().with(2, new LayerSize(16, 3)));
  }

  @Test
  void idIsSixteenDigitsThatDifferentArchitecturesDoNotShare() {
    String full = ArchitectureJson.id(network, network.full());

    assertThat(full).matches("[0-9a-f]{16}");
    assertThat(full)
        .isEqualTo(
            ArchitectureJson.id(network, read(ArchitectureJson.write(network, network.full()))));
    assertThat(full).isNotEqualTo(ArchitectureJson.id(network, network.smallest()));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"network\": \"other\", \"layers\": []}"
            + " | network is \"other\" but the architecture is read for tiny (found.json)",
        "{\"layers\": []} | network is \"\" but the architecture is read for tiny (found.json)",
        "[] | network is \"\" but the architecture is read for tiny (found.json)",
        "{\"network\": \"tiny\"} | layers must be a list (found.json)",
        "{\"network\": \"tiny\", \"layers\": [{\"name\": \"pool\", \"filters\": 1}]}"
            + " | layer \"pool\" is not a searched layer of tiny (found.json)",
        "{\"network\": \"tiny\", \"layers\": [{\"name\": \"c1\", \"filters\": 9}]}"
            + " | filters of layer c1 is 9 but must be from 0 to 8 (found.json)",
        "{\"network\": \"tiny\", \"layers\": [{\"name\": \"c1\", \"filters\": -1}]}"
            + " | filters of layer c1 is -1 but must be from 0 to 8 (found.json)",
        "{\"network\": \"tiny\", \"layers\": [{\"name\": \"c1\", \"filters\": 1.5}]}"
            + " | filters of layer c1 is 1.5 but must be a whole number (found.json)",
        "{\"network\": \"tiny\", \"layers\": [{\"name\": \"c1\", \"filters\": \"8\"}]}"
            + " | filters of layer c1 is \"8\" but must be a whole number (found.json)",
        "{\"network\": \"tiny\", \"layers\": [{\"name\": \"b2.depthwise\", \"kernel\": 4}]}"
            + " | kernel of layer b2.depthwise is 4 but must be one of [3, 5] (found.json)",
        "{\"network\": \"tiny\", \"layers\": [{\"name\": \"c1\", \"filter\": 4}]}"
            + " | layer c1 has a key \"filter\" but may only have name, filters and kernel"
            + " (found.json)",
      })
  void aMistakeIsNamedWithItsValueAndRule(String json, String message) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(BadInput.class).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {"{\"network\":", "``", "tiny", "{} {}"})
  void whatIsNotOneJsonObjectIsTheUsersMistake(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("found.json")
        .message()
        .hasLineCount(1);
  }

  @Test
  void aTextThatEndsTooEarlyIsNotShown() {
    assertThatThrownBy(() -> read("{\"network\": \"tiny\", \"layers\": [\n"))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "found.json is not JSON: Unexpected end-of-input: expected close marker for Array");
  }

  @Test
  void aLayerListedTwiceIsTheUsersMistake() {
    String layer = "{\"name\": \"c1\", \"filters\": 4}";
    assertThatThrownBy(
            () -> read("{\"network\": \"tiny\", \"layers\": [" + layer + ", " + layer + "]}"))
        .isInstanceOf(BadInput.class)
        .hasMessage("layer \"c1\" is listed twice (found.json)");
  }
}
