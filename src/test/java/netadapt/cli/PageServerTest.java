package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import netadapt.BadInput;
import netadapt.RunReport;
import netadapt.report.MadeUpRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageServerTest {
  @TempDir private Path local;
  private MadeUpRun run;
  private RunReport report;
  private PageServer server;

  @BeforeEach
  void serve() {
    run = new MadeUpRun(local.resolve("run"));
    report = RunReport.of(List.of(local.resolve("run").toString()));
    server = new PageServer(report, 0, 3);
  }

  @AfterEach
  void end() {
    server.close();
    report.close();
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.address()).resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String tag() throws IOException, InterruptedException {
    return ask("HEAD", "/").headers().firstValue("ETag").orElseThrow();
  }

  @Test
  void thePageIsThatOfTheReportAndFollowsTheRun() throws Exception {
    run.searched(List.of(0.6));
    HttpResponse<String> page = ask("GET", "/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.body().replaceFirst(" data-state=\"[^\"]+\" data-watch=\"3\"", ""))
        .isEqualTo(report.page());
  }

  @Test
  void theTagChangesWithTheRunAndOnlyThen() throws Exception {
    run.searched(List.of(0.6));
    String before = tag();
    assertThat(tag()).isEqualTo(before);
    run.results(MadeUpRun.RESULTS);
    assertThat(tag()).isNotEqualTo(before);
    assertThat(ask("HEAD", "/").body()).isEmpty();
  }

  @Test
  void aRunThatHasNotBegunIsWaitedFor() throws Exception {
    HttpResponse<String> page = ask("GET", "/");
    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.body()).contains("http-equiv=\"refresh\"", "holds no run");
    run.searched(List.of(0.6));
    assertThat(ask("GET", "/").body()).contains("<h2>Search</h2>");
  }

  @Test
  void nothingElseIsServed() throws Exception {
    assertThat(ask("GET", "/config.conf").statusCode()).isEqualTo(404);
  }

  @Test
  void aSiteThatHasItsNameLeadHereReadsNothing() throws Exception {
    run.searched(List.of(0.6));
    try (Socket socket = new Socket("localhost", URI.create(server.address()).getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(answer.readLine()).contains("403");
    }
  }

  @Test
  void thePageIsReadAndNothingElse() throws Exception {
    assertThat(ask("DELETE", "/").statusCode()).isEqualTo(405);
  }

  @Test
  void aRequestThatIsNotFinishedKeepsNobodyWaiting() throws Exception {
    run.searched(List.of(0.6));
    try (Socket socket = new Socket("localhost", URI.create(server.address()).getPort())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(ask("GET", "/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatCannotBeReadIsSaid() throws Exception {
    run.results("{");
    HttpResponse<String> page = ask("GET", "/");
    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.body()).contains("results.json is not JSON");
  }

  @Test
  void aPortThatAnotherProgramHasIsAMistake() {
    int taken = URI.create(server.address()).getPort();
    assertThatThrownBy(() -> new PageServer(report, taken, 3))
        .isInstanceOf(BadInput.class)
        .hasMessage("--port is %d but another program has it: name another one", taken);
  }
}
