package netadapt.settings;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Configuration values as Java's; empty where a value is of another type. */
final class Conversion {
  private Conversion() {}

  static Optional<String> toText(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> Optional.of(value.unwrapped().toString());
      case OBJECT, LIST, NULL -> Optional.empty();
    };
  }

  static Optional<Double> toDouble(ConfigValue value) {
    return toText(value).flatMap(Conversion::parse);
  }

  static Optional<Double> parse(String text) {
    try {
      double number = Double.parseDouble(text.strip());
      return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A number that may end in k, M or G: {@code 4M} is 4,000,000. */
  static Optional<Double> toAmount(ConfigValue value) {
    return toText(value).flatMap(Conversion::parseAmount);
  }

  private static Optional<Double> parseAmount(String text) {
    String stripped = text.strip();
    int suffix = stripped.isEmpty() ? -1 : "kMG".indexOf(stripped.charAt(stripped.length() - 1));
    return suffix < 0
        ? parse(stripped)
        : parse(stripped.substring(0, stripped.length() - 1))
            .map(number -> number * Math.pow(1000, suffix + 1.0));
  }

  /** A whole number, however it is written: {@code 1e11} is one. */
  static Optional<Long> toLong(ConfigValue value) {
    try {
      return toText(value).map(s -> new BigDecimal(s.strip()).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Optional<Integer> toInt(ConfigValue value) {
    return toLong(value).filter(l -> l == l.intValue()).map(Long::intValue);
  }

  static Optional<Boolean> toBoolean(ConfigValue value) {
    return toText(value).filter(s -> s.equals("true") || s.equals("false")).map("true"::equals);
  }

  /** Numbers that may end in k, M or G: a list, or a text with commas between. */
  static Optional<List<Double>> toAmounts(ConfigValue value) {
    return toTexts(value)
        .flatMap(texts -> all(texts.stream().map(Conversion::parseAmount).toList()));
  }

  /** A list of texts, or a text with commas between. */
  static Optional<List<String>> toTexts(ConfigValue value) {
    return value instanceof ConfigList list
        ? all(list.stream().map(Conversion::toText).toList())
        : toText(value).map(text -> Arrays.stream(text.split(",", -1)).map(String::strip).toList());
  }

  private static <T> Optional<List<T>> all(List<Optional<T>> values) {
    return values.stream().allMatch(Optional::isPresent)
        ? Optional.of(values.stream().map(Optional::orElseThrow).toList())
        : Optional.empty();
  }

  static Optional<ConfigObject> toObject(ConfigValue value) {
    return value instanceof ConfigObject object ? Optional.of(object) : Optional.empty();
  }

  static Optional<List<ConfigObject>> toObjects(ConfigValue value) {
    return value instanceof ConfigList list
            && list.stream().allMatch(ConfigObject.class::isInstance)
        ? Optional.of(list.stream().map(ConfigObject.class::cast).toList())
        : Optional.empty();
  }
}
