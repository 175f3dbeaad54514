package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium with one page, driven by the DevTools protocol. Selenium would do as well,
 * but for its Guava, which is not Spark's.
 */
public final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PROGRAMS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final String LISTENING = "DevTools listening on ";
  private static final long SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private String session = "";

  /**
   * Starts the browser; the test is skipped where there is none.
   *
   * @param profile an empty folder
   */
  public Chromium(Path profile) {
    Optional<Path> program = program();
    assumeTrue(program.isPresent(), "no Chromium on the path: the page is not tried in a browser");
    try {
      process =
          new ProcessBuilder(
                  program.get().toString(),
                  "--headless",
                  "--no-sandbox", // which a container may not have
                  "--disable-gpu",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + profile,
                  "about:blank")
              .redirectErrorStream(true)
              .start();
      socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(URI.create(address(process)), new Messages())
              .get(SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("Chromium does not start", e);
    }
    String page =
        call("Target.createTarget", Map.of("url", "about:blank")).path("targetId").asText();
    session =
        call("Target.attachToTarget", Map.of("targetId", page, "flatten", true))
            .path("sessionId")
            .asText();
    call("Page.enable", Map.of());
    call("Runtime.enable", Map.of());
    call("Log.enable", Map.of());
    call("Network.enable", Map.of());
  }

  private static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(folder -> PROGRAMS.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String address(Process process) throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(LISTENING)) {
        Thread rest = new Thread(() -> lines.lines().forEach(more -> {}), "chromium-output");
        rest.setDaemon(true);
        rest.start();
        return line.substring(LISTENING.length());
      }
      said.append(line).append('\n');
    }
    throw new IOException("Chromium has ended: " + said);
  }

  /** Shows pages as on a screen of this size. */
  public void size(int width, int height, boolean phone) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
  }

  /** What pages are told of the screen, such as {@code prefers-color-scheme} and {@code dark}. */
  public void prefers(String feature, String value) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", feature, "value", value))));
  }

  /** Shows pages as on another medium, such as {@code print}; empty for the screen. */
  public void media(String medium) {
    call("Emulation.setEmulatedMedia", Map.of("media", medium));
  }

  /** Opens a page and waits until it has drawn its pictures. */
  public void open(URI page) {
    call("Page.navigate", Map.of("url", page.toString()));
    await("document.body && document.body.dataset.drawn");
  }

  /** What an expression gives, or the promise that it is. */
  public JsonNode evaluate(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    assertThat(answer.path("exceptionDetails").isMissingNode())
        .as(expression + " gives " + answer)
        .isTrue();
    return answer.path("result").path("value");
  }

  /** Waits until an expression is true. */
  public void await(String condition) {
    evaluate(
        """
        new Promise((done) => {
          const look = () => (%s) ? done(true) : requestAnimationFrame(look);
          look();
        })
        """
            .formatted(condition));
  }

  /** Moves the pointer to the middle of an element. */
  public void hover(String selector) {
    JsonNode at = middle(selector);
    mouse("mouseMoved", at, 0);
  }

  /** Clicks on the middle of an element. */
  public void click(String selector) {
    JsonNode at = middle(selector);
    mouse("mouseMoved", at, 0);
    mouse("mousePressed", at, 1);
    mouse("mouseReleased", at, 1);
  }

  private void mouse(String type, JsonNode at, int clicks) {
    call(
        "Input.dispatchMouseEvent",
        Map.of(
            "type",
            type,
            "x",
            at.get(0).asDouble(),
            "y",
            at.get(1).asDouble(),
            "button",
            clicks == 0 ? "none" : "left",
            "clickCount",
            clicks));
  }

  private JsonNode middle(String selector) {
    return evaluate(
        """
        (() => {
          const one = document.querySelector(%s);
          one.scrollIntoView({block: "center", behavior: "instant"});
          const box = one.getBoundingClientRect();
          return [box.left + box.width / 2, box.top + box.height / 2];
        })()
        """
            .formatted(JSON.valueToTree(selector).toString()));
  }

  /** Presses and releases the key Enter. */
  public void enter() {
    for (String type : List.of("keyDown", "keyUp")) {
      Map<String, Object> key =
          new HashMap<>(
              Map.of("type", type, "key", "Enter", "code", "Enter", "windowsVirtualKeyCode", 13));
      if (type.equals("keyDown")) {
        key.put("text", "\r");
      }
      call("Input.dispatchKeyEvent", key);
    }
  }

  /** Writes what is on the screen, or the whole page, as a PNG. */
  public void picture(Path file, boolean whole) throws IOException {
    JsonNode answer =
        call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole));
    Files.write(file, Base64.getDecoder().decode(answer.path("data").asText()));
  }

  /** What pages have logged as errors or warnings, and exceptions that nothing caught. */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  /** Addresses that pages have asked for, without those of themselves. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    int number = calls.incrementAndGet();
    ObjectNode message = JSON.createObjectNode().put("id", number).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(number, answer);
    try {
      socket.sendText(message.toString(), true).get(SECONDS, TimeUnit.SECONDS);
      JsonNode got = answer.get(SECONDS, TimeUnit.SECONDS);
      assertThat(got.has("error")).as(method + " gives " + got).isFalse();
      return got.path("result");
    } catch (Exception e) {
      throw new IllegalStateException(method + " has no answer; errors: " + errors, e);
    }
  }

  private void happened(JsonNode event) {
    JsonNode facts = event.path("params");
    switch (event.path("method").asText()) {
      case "Runtime.exceptionThrown" -> errors.add(facts.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning").contains(facts.path("type").asText())) {
          errors.add(facts.path("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        if (List.of("error", "warning").contains(facts.path("entry").path("level").asText())) {
          errors.add(facts.path("entry").toString());
        }
      }
      case "Network.requestWillBeSent" -> {
        if (!facts.path("type").asText().equals("Document")) {
          requests.add(facts.path("request").path("url").asText());
        }
      }
      default -> {}
    }
  }

  /** Puts the parts of messages together. */
  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          JsonNode message = JSON.readTree(text.toString());
          CompletableFuture<JsonNode> answer = answers.remove(message.path("id").asInt(-1));
          if (answer == null) {
            happened(message);
          } else {
            answer.complete(message);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } finally {
          text.setLength(0);
        }
      }
      from.request(1);
      return null;
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.destroyForcibly();
    process.onExit().join();
  }
}
