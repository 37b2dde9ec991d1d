package org.placeherd.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.web.HttpClientSocket;

/// HTTP by TLS, as the JDK's own client speaks it (docs/tls.md).
class HttpByTlsTest {
  private static final String REPORT = "{\"lat\":34.0,\"lon\":-118.0}";

  private final TestHerd herd;
  private final TestCertificates certificates;

  HttpByTlsTest(@TempDir Path data) throws Exception {
    herd = TestHerd.alone(data);
    certificates = new TestCertificates(data.resolve("tls"));
    certificates.write("Alford", certificates.issue(Set.of("Alford", "127.0.0.1")));
    herd.linePort = certificates.linePort(TlsOptions.Clients.ANY);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private static HttpClient client(SSLContext tls, Version version) {
    return HttpClient.newBuilder().sslContext(tls).version(version).build();
  }

  private static URI address(String scheme, int port, String path) {
    return URI.create("%s://127.0.0.1:%d%s".formatted(scheme, port, path));
  }

  private static HttpResponse<String> get(HttpClient client, int port, String path)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(address("https", port, path)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> report(HttpClient client, int port) throws Exception {
    return client.send(
        HttpRequest.newBuilder(address("https", port, "/v1/clients/kiwi/position"))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(REPORT))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void bothVersionsAreSpoken() throws Exception {
    int port = herd.startWithHttp("Alford");
    for (Version version : List.of(Version.HTTP_2, Version.HTTP_1_1)) {
      try (HttpClient client = client(certificates.context(), version)) {
        assertThat(report(client, port).statusCode()).isEqualTo(200);
        HttpResponse<String> read = get(client, port, "/v1/clients/kiwi");
        assertThat(read.version()).isEqualTo(version);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).contains("\"lat\":34");
        assertThat(read.headers().firstValue("etag")).isPresent();
      }
    }
  }

  @Test
  void manyRequestsGoOverOneConnection() throws Exception {
    int port = herd.startWithHttp("Alford");
    try (HttpClient client = client(certificates.context(), Version.HTTP_2)) {
      report(client, port);
      List<CompletableFuture<HttpResponse<String>>> answers =
          java.util.stream.IntStream.range(0, 90)
              .mapToObj(_ ->
                  client.sendAsync(
                      HttpRequest.newBuilder(address("https", port, "/v1/clients/kiwi")).build(),
                      BodyHandlers.ofString()))
              .toList();
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }
      String metrics = get(client, port, "/metrics").body();
      assertThat(metrics).contains("placeherd_connections{transport=\"http\"} 1.0");
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedAndTheConnectionGoesOn() throws Exception {
    int port = herd.startWithHttp("Alford");
    try (HttpClient client = client(certificates.context(), Version.HTTP_2)) {
      HttpResponse<String> refused =
          client.send(
              HttpRequest.newBuilder(address("https", port, "/v1/lines"))
                  .POST(BodyPublishers.ofByteArray(new byte[1 << 20]))
                  .build(),
              BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(report(client, port).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void linesAreSaidByWebSocket() throws Exception {
    int port = herd.startWithHttp("Alford");
    CompletableFuture<String> reply = new CompletableFuture<>();
    try (HttpClient client = client(certificates.context(), Version.HTTP_1_1)) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(
                  address("wss", port, "/v1/lines"),
                  new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(
                        WebSocket from, CharSequence text, boolean isLast) {
                      reply.complete(text.toString());
                      return CompletableFuture.completedStage(null);
                    }
                  })
              .get(30, TimeUnit.SECONDS);
      socket.sendText("IAMAT kiwi +34-118 1", true).get(30, TimeUnit.SECONDS);
      assertThat(reply.get(30, TimeUnit.SECONDS)).startsWith("AT Alford ");
      socket.abort();
    }
  }

  @Test
  void whoSpeaksNoTlsIsHungUpOn() throws Exception {
    int port = herd.startWithHttp("Alford");
    try (HttpClientSocket plain = new HttpClientSocket(port)) {
      assertThatThrownBy(() -> plain.get("/healthz")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anOlderTlsIsNotSpoken() throws Exception {
    int port = herd.startWithHttp("Alford");
    try (SSLSocket old =
        (SSLSocket)
            certificates
                .context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
      old.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThatThrownBy(old::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void whereTheHerdAsksForCertificatesHttpDoes() throws Exception {
    herd.linePort = certificates.linePort(TlsOptions.Clients.CERTIFICATE);
    int port = herd.startWithHttp("Alford");
    try (HttpClient known = client(certificates.context(certificates.client()), Version.HTTP_2);
        HttpClient stranger = client(certificates.context(), Version.HTTP_2)) {
      assertThat(report(known, port).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> report(stranger, port)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aNewCertificateIsUsedWithoutARestart() throws Exception {
    int port = herd.startWithHttp("Alford");
    SSLContext trusting = certificates.context();
    String before = serial(trusting, port);
    try (HttpClient open = client(trusting, Version.HTTP_2)) {
      assertThat(report(open, port).statusCode()).isEqualTo(200);
      certificates.write("Alford", certificates.issue(Set.of("Alford", "127.0.0.1")));
      herd.server("Alford").lookAtCertificates();
      assertThat(serial(trusting, port)).isNotEqualTo(before);
      assertThat(report(open, port).statusCode()).isEqualTo(200);
    }
  }

  private static String serial(SSLContext tls, int port) throws Exception {
    try (Socket socket =
        tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      return ((java.security.cert.X509Certificate)
              ((SSLSocket) socket).getSession().getPeerCertificates()[0])
          .getSerialNumber()
          .toString();
    }
  }

  @Test
  void itCanBeLeftPlain() throws Exception {
    herd.httpOptions =
        port -> {
          HttpOptions usual = HttpOptions.on(port);
          return new HttpOptions(
              port,
              false,
              usual.hosts(),
              usual.origins(),
              usual.connections(),
              usual.connectionsPerAddress());
        };
    int port = herd.startWithHttp("Alford");
    try (HttpClientSocket plain = new HttpClientSocket(port)) {
      assertThat(plain.get("/healthz").status()).isEqualTo(200);
    }
  }

  @Test
  void aPageThatHasRenamedItselfToThisMachineIsNotAnswered() throws Exception {
    herd.linePort = LinePortOptions.DEFAULT;
    herd.httpOptions =
        port -> new HttpOptions(port, true, List.of("herd.example"), List.of(), 100, 100);
    int port = herd.startWithHttp("Alford");
    try (HttpClientSocket client = new HttpClientSocket(port)) {
      String head = "GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n";
      assertThat(client.ask(head.formatted("evil.example:" + port), "").status()).isEqualTo(421);
      assertThat(client.ask(head.formatted("127.0.0.1:" + port), "").status()).isEqualTo(200);
      assertThat(client.ask(head.formatted("herd.example"), "").status()).isEqualTo(200);
    }
  }
}
