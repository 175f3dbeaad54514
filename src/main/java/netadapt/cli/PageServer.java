package netadapt.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import netadapt.BadInput;
import netadapt.RunReport;

/**
 * Serves the page of runs on this machine alone, always as new as they are. A page is made when it
 * is asked for, and kept until a run has written something new.
 */
final class PageServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final RunReport report;
  private final int seconds;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(PageServer::daemon);
  private Page latest = new Page("", "");

  /**
   * A page that was made.
   *
   * @param state of the runs that it shows, or older
   */
  private record Page(String state, String text) {}

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
    server.setExecutor(threads);
    server.start();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "netadapt-watch");
    thread.setDaemon(true);
    return thread;
  }

  /** Where the page is. */
  String address() {
    return "http://localhost:%d/".formatted(port());
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!isLocal(exchange.getRequestHeaders().getFirst("Host"))) {
        exchange.sendResponseHeaders(FORBIDDEN, -1);
      } else if (!exchange.getRequestURI().getPath().equals("/")) {
        exchange.sendResponseHeaders(NOT_FOUND, -1);
      } else if (method.equals("HEAD")) {
        tag(exchange, report.state());
        exchange.sendResponseHeaders(OK, -1);
      } else if (method.equals("GET")) {
        send(exchange);
      } else {
        exchange.sendResponseHeaders(NOT_ALLOWED, -1);
      }
    }
  }

  /** Whether a browser asks for this machine: a site that has its name lead here must not read. */
  private boolean isLocal(String host) {
    return host != null && Set.of("localhost:" + port(), "127.0.0.1:" + port()).contains(host);
  }

  private void send(HttpExchange exchange) throws IOException {
    int status = OK;
    String text;
    try {
      Page page = latest();
      tag(exchange, page.state());
      text = page.text();
    } catch (BadInput e) {
      status = UNAVAILABLE;
      text = waiting(e.getMessage());
    } catch (RuntimeException e) { // such as for a file that is just being replaced
      status = UNAVAILABLE;
      text = waiting("The run cannot be read now; another try follows. " + e);
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void tag(HttpExchange exchange, String state) {
    exchange.getResponseHeaders().set("ETag", '"' + state + '"');
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
  }

  /** The page, made anew if there is something new. */
  private synchronized Page latest() {
    String now = report.state(); // before the page: what is written meanwhile comes next time
    if (!now.equals(latest.state())) {
      String follows = "<body data-state=\"%s\" data-watch=\"%d\"".formatted(now, seconds);
      latest = new Page(now, report.page().replaceFirst("<body", follows));
    }
    return latest;
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
    threads.shutdownNow();
  }
}
