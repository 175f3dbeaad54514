package netadapt.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import netadapt.BadInput;

/**
 * A JSON object read with indulgence: what is missing, null or of another kind is empty.
 *
 * @param node as Jackson has it
 */
record JsonObject(JsonNode node) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads an object.
   *
   * @param where it is from, for messages
   * @throws BadInput if the text is not a JSON object
   */
  static JsonObject parse(String json, String where) {
    JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new BadInput(
          "%s is not JSON: %s: restore it or remove it".formatted(where, e.getOriginalMessage()),
          e);
    }
    if (!node.isObject()) {
      throw new BadInput(where + " is not a JSON object: restore it or remove it");
    }
    return new JsonObject(node);
  }

  Optional<String> text(String key) {
    JsonNode value = node.path(key);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  OptionalLong whole(String key) {
    JsonNode value = node.path(key);
    return value.canConvertToLong() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
  }

  OptionalDouble number(String key) {
    JsonNode value = node.path(key);
    return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
  }

  Optional<JsonObject> object(String key) {
    JsonNode value = node.path(key);
    return value.isObject() ? Optional.of(new JsonObject(value)) : Optional.empty();
  }

  List<JsonObject> list(String key) {
    List<JsonObject> list = new ArrayList<>();
    node.path(key).forEach(element -> list.add(new JsonObject(element)));
    return list;
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    node.path(key).forEach(element -> texts.add(element.asText()));
    return texts;
  }

  /** The texts of this object, by their keys, in its order. */
  Map<String, String> allTexts() {
    Map<String, String> texts = new LinkedHashMap<>();
    node.fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isTextual()) {
                texts.put(field.getKey(), field.getValue().textValue());
              }
            });
    return texts;
  }

  /** An object's numbers, in its order. */
  Map<String, Double> numbers(String key) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    node.path(key)
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isNumber()) {
                numbers.put(field.getKey(), field.getValue().doubleValue());
              }
            });
    return numbers;
  }
}
