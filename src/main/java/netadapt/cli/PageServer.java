package netadapt.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import netadapt.BadInput;
import netadapt.RunReport;

/**
 * Serves the page of runs on this machine alone, always as new as they are. A page is made when it
 * is asked for, and kept until a run has written something new.
 */
final class PageServer implements AutoCloseable {
  private static final String FOLLOWS = "<body data-watch=\"%d\"";

  private final RunReport report;
  private final int seconds;
  private final HttpServer server;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private String state = "";
  private String page = "";

  /**
   * Starts to serve.
   *
   * @param port 0 for any that is free
   * @param seconds after which the page looks for something new
   * @throws BadInput if the port is taken
   */
  PageServer(RunReport report, int port, int seconds) {
    this.report = report;
    this.seconds = seconds;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (BindException e) {
      throw new BadInput(
          "--port is %d but another program has it: name another one".formatted(port), e);
    } catch (IOException e) {
      throw new BadInput("--port is %d but cannot be served: %s".formatted(port, e), e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(thread); // one after the other: a page is made once
    server.start();
  }

  /** Where the page is. */
  String address() {
    return "http://localhost:%d/".formatted(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      refresh();
      byte[] body = page.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.getResponseHeaders().set("ETag", '"' + state + '"');
      exchange.getResponseHeaders().set("Cache-Control", "no-cache");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** Makes the page anew if there is something new; what is being written now, comes next time. */
  private void refresh() {
    String now = report.state();
    if (now.equals(state)) {
      return;
    }
    try {
      page = report.page().replaceFirst("<body", FOLLOWS.formatted(seconds));
      state = now;
    } catch (BadInput e) {
      page = waiting(e.getMessage());
      state = "";
    } catch (RuntimeException e) { // a file that is just being replaced
      if (page.isEmpty()) {
        page = waiting("The run is writing: the page will be here in a moment.");
      }
    }
  }

  /** A page that only says why there is none, and asks again. */
  private String waiting(String message) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta http-equiv="refresh" content="%d"><title>NetAdapt</title></head>
        <body><p>%s</p></body>
        </html>
        """
        .formatted(seconds, message.replace("&", "&amp;").replace("<", "&lt;"));
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
