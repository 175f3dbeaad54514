package netadapt.settings;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * One object of a configuration, read key by key.
 *
 * <p>A mistake is noted and the key's default given instead, so that all mistakes of a file are
 * found; nothing read is to be used before {@link Mistakes#throwIfAny}.
 */
final class Section {
  private static final ConfigObject NOTHING = ConfigFactory.empty().root();

  private final ConfigObject object;
  private final String path;
  private final Mistakes mistakes;
  private final Set<String> known = new LinkedHashSet<>();
  private boolean mistaken;

  /**
   * @param path what its keys are called by in messages, ending in a dot; empty for the root
   */
  Section(ConfigObject object, String path, Mistakes mistakes) {
    this.object = object;
    this.path = path;
    this.mistakes = mistakes;
  }

  /** Where the section was written. */
  String where() {
    return Mistakes.where(object.origin());
  }

  /** Where a key was written; where the section was, if it is not there. */
  String where(String key) {
    ConfigValue value = object.get(key);
    return value == null ? where() : Mistakes.where(value.origin());
  }

  /** Notes keys as known that are read elsewhere. */
  void known(String... keys) {
    known.addAll(List.of(keys));
  }

  boolean has(String key) {
    known.add(key);
    ConfigValue value = object.get(key);
    return value != null && value.valueType() != ConfigValueType.NULL;
  }

  /** Its keys that have a value, in the order of the alphabet. */
  List<String> keys() {
    return object.keySet().stream().filter(this::has).sorted().toList();
  }

  boolean isObject(String key) {
    known.add(key);
    ConfigValue value = object.get(key);
    return value != null && value.valueType() == ConfigValueType.OBJECT;
  }

  /** A whole number of at least {@code min}. */
  int integer(String key, int min) {
    ConfigValue given = object.get(key);
    boolean large = given != null && Conversion.toDouble(given).orElse(0.0) > Integer.MAX_VALUE;
    return read(
        key,
        large ? "at most " + Integer.MAX_VALUE : "a whole number",
        Conversion::toInt,
        i -> i >= min,
        "at least " + min,
        Math.max(min, 1));
  }

  /** An odd whole number of at least 1. */
  int odd(String key) {
    return read(
        key,
        "a whole number",
        Conversion::toInt,
        i -> i >= 1 && i % 2 == 1,
        "odd and at least 1",
        1);
  }

  /** Any whole number. */
  long seed(String key) {
    return read(key, "a whole number", Conversion::toLong, i -> true, "", 0L);
  }

  /** A number that keeps a rule, such as {@code "more than 0"}. */
  double number(String key, Predicate<Double> holds, String rule) {
    return read(key, "a number", Conversion::toDouble, holds, rule, 0.5);
  }

  /** A number from 0 to 1, 1 excluded. */
  double share(String key) {
    return number(key, x -> x >= 0 && x < 1, "at least 0 and below 1");
  }

  boolean flag(String key) {
    return read(key, "true or false", Conversion::toBoolean, b -> true, "", false);
  }

  /** A text that is not empty. */
  String text(String key) {
    return read(key, "a text", Conversion::toText, s -> !s.isBlank(), "a text", "?");
  }

  /** A text, empty if the key is absent or null. */
  String optionalText(String key) {
    return has(key) ? text(key) : "";
  }

  /** One of a closed set of words: the enum's names in lower case, with hyphens. */
  <E extends Enum<E>> E choice(String key, Class<E> type) {
    return value(
        key,
        value -> Conversion.toText(value).flatMap(text -> constant(type, text)),
        words(type, " or"),
        type.getEnumConstants()[0]);
  }

  /** A list of such words; a text of words with commas between, as {@code -D} gives it, is one. */
  <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
    return value(
        key,
        value ->
            Conversion.toTexts(value)
                .map(texts -> texts.stream().map(text -> constant(type, text)).toList())
                .filter(constants -> constants.stream().allMatch(Optional::isPresent))
                .map(constants -> constants.stream().map(Optional::get).distinct().toList()),
        "a list of " + words(type, " and"),
        List.of());
  }

  /** A list of texts; a text with commas between, or of one, is one. */
  List<String> texts(String key) {
    return read(
        key,
        "a text or a list of texts",
        Conversion::toTexts,
        texts -> texts.stream().noneMatch(String::isBlank),
        "texts that are not empty",
        List.of());
  }

  private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants()).filter(e -> word(e).equals(word)).findFirst();
  }

  private static String words(Class<? extends Enum<?>> type, String beforeLast) {
    String words =
        String.join(", ", Arrays.stream(type.getEnumConstants()).map(Section::word).toList());
    int comma = words.lastIndexOf(", ");
    return comma < 0 ? words : words.substring(0, comma) + beforeLast + words.substring(comma + 1);
  }

  /**
   * What a value is converted to.
   *
   * @param convert empty for a value that breaks the rule
   * @param absent instead of what cannot be read
   */
  <T> T value(String key, Function<ConfigValue, Optional<T>> convert, String rule, T absent) {
    return read(key, rule, convert, t -> true, "", absent);
  }

  /** The word an enum's constant is written as. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A number, which may end in k, M or G. */
  double amount(String key, Predicate<Double> holds, String rule) {
    return read(key, "a number", Conversion::toAmount, holds, rule, 1.0);
  }

  /**
   * A list of numbers, which may end in k, M or G; a text of numbers with commas between, as {@code
   * -D} gives it, is one.
   */
  List<Double> numbers(String key, Predicate<List<Double>> holds, String rule) {
    return read(key, "a list of numbers", Conversion::toAmounts, holds, rule, List.of());
  }

  /** A section within this one. */
  Section section(String key) {
    ConfigObject inner = read(key, "an object { … }", Conversion::toObject, o -> true, "", NOTHING);
    boolean there = isObject(key);
    return new Section(
        inner, path + key + ".", there ? mistakes : new Mistakes(NOTHING.toConfig()));
  }

  /**
   * The sections of a list.
   *
   * @param named what the keys of an entry are called by in messages
   */
  List<Section> sections(String key, Function<ConfigObject, String> named) {
    return read(key, "a list of objects", Conversion::toObjects, l -> true, "", List.of()).stream()
        .map(inner -> new Section(inner, named.apply(inner) + ".", mistakes))
        .toList();
  }

  /** Whether a mistake was met here. */
  boolean mistaken() {
    return mistaken;
  }

  /**
   * Notes a mistake in a key that was read.
   *
   * @param example a value that keeps the rule
   */
  void broken(String key, String rule, String example) {
    mistaken = true;
    mistakes.broken(path + key, object.get(key), rule, example);
  }

  /** Notes a mistake in a key that was read; the mend is its default. */
  void broken(String key, String rule) {
    mistaken = true;
    mistakes.broken(path + key, object.get(key), rule);
  }

  /** Notes every key that was not read as unknown. */
  void finish() {
    for (String key : object.keySet().stream().sorted().toList()) {
      if (!known.contains(key)) {
        String where = Mistakes.where(object.get(key).origin());
        mistakes.add("unknown key %s%s: %s (%s)".formatted(path, key, suggestion(key), where));
      }
    }
  }

  private String suggestion(String key) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String small = key.toLowerCase(Locale.ROOT);
    String closest =
        known.stream()
            .min(Comparator.comparingInt(k -> distance.apply(small, k)))
            .filter(k -> distance.apply(small, k) <= Math.max(2, key.length() / 3))
            .map(k -> path + k)
            .orElse(String.join(", ", mistakes.ending(key)));
    return closest.isEmpty()
        ? "the keys here are " + String.join(", ", known)
        : "did you mean " + closest + "?";
  }

  private <T> T read(
      String key,
      String type,
      Function<ConfigValue, Optional<T>> convert,
      Predicate<T> holds,
      String rule,
      T absent) {
    known.add(key);
    ConfigValue value = object.get(key);
    if (value == null) {
      mistaken = true;
      mistakes.add("%s%s is missing but must be %s (%s)".formatted(path, key, type, where()));
      return absent;
    }
    Optional<T> converted = convert.apply(value);
    if (converted.isPresent() && holds.test(converted.get())) {
      return converted.get();
    }
    broken(key, converted.isPresent() ? rule : type);
    return mistakes.fallback(path + key).flatMap(convert).orElse(absent);
  }
}
