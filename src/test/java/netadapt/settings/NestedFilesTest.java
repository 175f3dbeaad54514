package netadapt.settings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import netadapt.BadInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NestedFilesTest {
  @ParameterizedTest
  @ValueSource(strings = {"[", "{a="})
  void bracketsWithoutEndAreAMistakeAndNoCrash(String bracket) {
    String text = "blocks = " + bracket.repeat(200_000);

    assertThatThrownBy(() -> NetworkFile.parse(text, "deep.conf"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("deep.conf is nested too deeply");
    assertThatThrownBy(() -> Settings.of(text, Map.of()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("settings is nested too deeply");
    assertThatThrownBy(() -> ResolvedSettings.parse(text, "config.conf"))
        .isInstanceOf(BadInput.class)
        .hasMessage("config.conf cannot be read: it is nested too deeply");
  }
}
