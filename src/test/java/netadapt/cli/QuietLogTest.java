package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuietLogTest {
  @Test
  void sparksDefaultsAreNobodysChoice() {
    assertThat(QuietLog.configured(new Properties(), Map.of("HOME", "/home/me"))).isFalse();
    assertThat(QuietLog.configured(new Properties(), Map.of("LOG4J_CONFIGURATION_FILE", " ")))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"log4j2.configurationFile", "log4j.configurationFile"})
  void aPropertyOfJavaIsTheUsersChoice(String name) {
    Properties properties = new Properties();
    properties.setProperty(name, "mine.properties");
    assertThat(QuietLog.configured(properties, Map.of())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOG4J_CONFIGURATION_FILE", "LOG4J2_CONFIGURATION_FILE"})
  void aVariableIsTheUsersChoice(String name) {
    assertThat(QuietLog.configured(new Properties(), Map.of(name, "mine.properties"))).isTrue();
  }
}
