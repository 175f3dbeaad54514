package netadapt.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers as an MLflow server does to what a run asks it, and keeps what it is told. As MLflow, it
 * refuses another value for a parameter, and more than 100 of them at once.
 */
public final class FakeMlflow implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, String> experiments = new LinkedHashMap<>();
  private final List<TrackedRun> runs = new ArrayList<>();
  private String failing = "";
  private int failure;
  private int requests;

  /** What it knows of a run. */
  public static final class TrackedRun {
    private final String experiment;
    private final String name;
    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, String> parameters = new TreeMap<>();
    private final Map<String, List<JsonNode>> metrics = new TreeMap<>();
    private String status = "RUNNING";
    private int batches;

    private TrackedRun(String experiment, String name) {
      this.experiment = experiment;
      this.name = name;
    }

    public String experiment() {
      return experiment;
    }

    public String name() {
      return name;
    }

    public Map<String, String> tags() {
      return tags;
    }

    public Map<String, String> parameters() {
      return parameters;
    }

    public String status() {
      return status;
    }

    /** Requests that brought metrics. */
    public int batches() {
      return batches;
    }

    /** Names of all metrics. */
    public List<String> metrics() {
      return List.copyOf(metrics.keySet());
    }

    /** Steps of a metric, in the order in which they came. */
    public List<Long> steps(String metric) {
      return metrics.get(metric).stream().map(one -> one.path("step").asLong()).toList();
    }

    /** Values of a metric, in the order in which they came. */
    public List<Double> values(String metric) {
      return metrics.get(metric).stream().map(one -> one.path("value").asDouble()).toList();
    }
  }

  private FakeMlflow(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a free port. */
  public static FakeMlflow start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeMlflow fake = new FakeMlflow(server);
    server.createContext("/api/2.0/mlflow/", fake::answer);
    server.start();
    return fake;
  }

  public String uri() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  public synchronized List<TrackedRun> runs() {
    return List.copyOf(runs);
  }

  /** All that it was asked. */
  public synchronized int requests() {
    return requests;
  }

  /** From now on answers a request, such as {@code runs/log-batch}, with an error. */
  public synchronized void fail(String asked, int code) {
    failing = asked;
    failure = code;
  }

  /** Answers everything again. */
  public synchronized void recover() {
    failing = "";
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    requests++;
    String asked = exchange.getRequestURI().getPath().replace("/api/2.0/mlflow/", "");
    JsonNode body =
        exchange.getRequestMethod().equals("POST")
            ? JSON.readTree(exchange.getRequestBody())
            : JSON.createObjectNode();
    int code = 200;
    JsonNode answer;
    try {
      if (asked.equals(failing)) {
        code = failure;
        answer = JSON.createObjectNode().put("error_code", "TEMPORARILY_UNAVAILABLE");
      } else {
        answer = answer(asked, body, String.valueOf(exchange.getRequestURI().getQuery()));
      }
    } catch (IllegalArgumentException e) {
      code = 400;
      answer = JSON.createObjectNode().put("error_code", e.getMessage());
    }
    byte[] bytes = JSON.writeValueAsBytes(answer);
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private JsonNode answer(String asked, JsonNode body, String query) {
    ObjectNode answer = JSON.createObjectNode();
    switch (asked) {
      case "experiments/search" -> {
        ArrayNode found = answer.putArray("experiments");
        experiments.forEach(
            (name, id) -> {
              if (body.path("filter").asText().equals("name = '%s'".formatted(name))) {
                found.addObject().put("experiment_id", id);
              }
            });
      }
      case "experiments/create" -> {
        String id = Integer.toString(experiments.size() + 1);
        experiments.put(body.path("name").asText(), id);
        answer.put("experiment_id", id);
      }
      case "runs/search" -> search(body.path("filter").asText(), answer.putArray("runs"));
      case "runs/create" -> {
        TrackedRun run = new TrackedRun(text(body, "experiment_id"), text(body, "run_name"));
        body.path("tags").forEach(tag -> run.tags.put(text(tag, "key"), text(tag, "value")));
        runs.add(run);
        info(runs.size() - 1, answer.putObject("run"));
      }
      case "runs/get" -> {
        int index = Integer.parseInt(query.replaceFirst(".*run_id=(\\d+).*", "$1"));
        ObjectNode run = answer.putObject("run");
        info(index, run);
        ObjectNode data = run.putObject("data");
        ArrayNode parameters = data.putArray("params");
        runs.get(index)
            .parameters
            .forEach((key, value) -> parameters.addObject().put("key", key).put("value", value));
        ArrayNode latest = data.putArray("metrics");
        runs.get(index).metrics.values().forEach(all -> latest.add(all.get(all.size() - 1)));
      }
      case "runs/update" -> run(body).status = body.path("status").asText();
      case "runs/log-batch" -> log(run(body), body);
      default -> throw new IllegalArgumentException("ENDPOINT_NOT_FOUND");
    }
    return answer;
  }

  private void search(String filter, ArrayNode found) {
    for (int index = 0; index < runs.size(); index++) {
      for (Map.Entry<String, String> tag : runs.get(index).tags.entrySet()) {
        if (filter.equals("tags.`%s` = '%s'".formatted(tag.getKey(), tag.getValue()))) {
          info(index, found.addObject());
        }
      }
    }
  }

  private void info(int index, ObjectNode run) {
    run.putObject("info").put("run_id", Integer.toString(index));
  }

  private TrackedRun run(JsonNode body) {
    return runs.get(Integer.parseInt(body.path("run_id").asText()));
  }

  private static void log(TrackedRun run, JsonNode body) {
    require(body.path("params").size() <= 100, "INVALID_PARAMETER_VALUE");
    require(body.path("metrics").size() <= 1000, "INVALID_PARAMETER_VALUE");
    require(body.path("tags").isEmpty(), "ENDPOINT_NOT_FOUND"); // a run is made with them
    for (JsonNode parameter : body.path("params")) {
      String before = run.parameters.put(text(parameter, "key"), text(parameter, "value"));
      require(before == null || before.equals(text(parameter, "value")), "INVALID_PARAMETER_VALUE");
    }
    run.batches += body.path("metrics").isEmpty() ? 0 : 1;
    for (JsonNode metric : body.path("metrics")) {
      run.metrics.computeIfAbsent(text(metric, "key"), key -> new ArrayList<>()).add(metric);
    }
  }

  private static String text(JsonNode object, String key) {
    return object.path(key).asText();
  }

  private static void require(boolean holds, String code) {
    if (!holds) {
      throw new IllegalArgumentException(code);
    }
  }
}
