package org.placeherd.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.server.Await;

/// SIGTERM to a real process that is at work: nobody is cut short.
class GentleStopTest {
  private static final int UNANSWERED = 10_000;
  private static final int REPORTS_A_WRITE = 1_000;
  private static final int REPLIES_BEFORE = 500;
  private static final int PATIENCE_MILLIS = 30_000;
  private static final String NO_HTTP = "\"off\"";

  private final Path directory;
  private final int alfordPort = FreePorts.next();
  private final int boldenPort = FreePorts.next();
  private final int httpPort = FreePorts.next();
  private final List<ServerProcess> started = new ArrayList<>();

  /// A source of places that takes every question and answers none.
  private final ServerSocket silentSource =
      new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  private String places = "";

  GentleStopTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
  }

  @AfterEach
  void end() throws IOException {
    started.forEach(ServerProcess::kill);
    silentSource.close();
  }

  private ServerProcess start(String name, String http) throws Exception {
    Path config = directory.resolve(name + ".toml");
    Files.writeString(
        config,
        """
        [herd]
        links = ["Alford-Bolden"]
        [[herd.servers]]
        name = "Alford"
        host = "127.0.0.1"
        port = %d
        [[herd.servers]]
        name = "Bolden"
        host = "127.0.0.1"
        port = %d
        [server]
        data = "%s"
        events = "off"
        [http]
        port = %s
        %s
        """
            .formatted(alfordPort, boldenPort, directory.resolve(name), http, places));
    List<String> command = new ArrayList<>(Program.command());
    command.addAll(List.of("serve", name, "--config", config.toString()));
    ServerProcess process =
        ServerProcess.start(
            name, command, Map.of(), directory.resolve(name + "-" + started.size()));
    started.add(process);
    process.awaitListening();
    return process;
  }

  private void placesFromNowhere(int deadlineMillis) {
    places =
        """
        [places]
        provider = "photon"
        deadline-millis = %d
        [places.photon]
        base-url = "http://127.0.0.1:%d"
        """
            .formatted(deadlineMillis, silentSource.getLocalPort());
  }

  private static Conversation talk(int port) throws IOException {
    return new Conversation(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
  }

  /// The AT lines that a server has of these clients, or its complaints.
  private static List<String> known(int port, List<String> clients) throws IOException {
    List<String> answers = new ArrayList<>();
    try (Conversation asker = talk(port)) {
      for (String client : clients) {
        asker.send("WHATSAT " + client + " 0 0\n");
        answers.add(asker.answer());
      }
    }
    return answers;
  }

  private void awaitLink() throws Exception {
    try (Conversation tool = talk(alfordPort)) {
      tool.send("HELLO placeherd/1 -\n");
      tool.line();
      Await.until(
          "Alford is linked to Bolden",
          () -> {
            tool.send("STATUS\n");
            return tool.line().contains("\"up\":true");
          });
    }
  }

  /// Reports are sent without an end, [#UNANSWERED] ahead of the replies; the server is told to
  /// stop when some are answered.
  private String repliesUntilTheEnd(ServerProcess server) throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), alfordPort)) {
      client.setSoTimeout(PATIENCE_MILLIS);
      Semaphore room = new Semaphore(UNANSWERED);
      Thread writer = Thread.ofVirtual().start(() -> sayUntilTheEnd(client, room));
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      byte[] input = new byte[8 * 1024];
      InputStream in = client.getInputStream();
      int replies = 0;
      boolean told = false;
      for (int n = in.read(input); n >= 0; n = in.read(input)) {
        read.write(input, 0, n);
        int lines =
            (int) new String(input, 0, n, ISO_8859_1).chars().filter(c -> c == '\n').count();
        replies += lines;
        room.release(lines);
        if (!told && replies > REPLIES_BEFORE) {
          told = true;
          server.terminate();
        }
      }
      writer.interrupt();
      writer.join();
      return read.toString(ISO_8859_1);
    }
  }

  private static void sayUntilTheEnd(Socket client, Semaphore room) {
    try {
      for (int i = 0; true; i += REPORTS_A_WRITE) {
        room.acquire(REPORTS_A_WRITE);
        String reports =
            IntStream.range(i, i + REPORTS_A_WRITE)
                .mapToObj("IAMAT c%d +34.068930-118.445127 1479413884.392014450\n"::formatted)
                .collect(Collectors.joining());
        client.getOutputStream().write(reports.getBytes(US_ASCII));
      }
    } catch (IOException e) {
      // The server has hung up, as it must.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void everyReplyThatCameIsOnDiskAndOnTheNeighbourAndNoneIsCut() throws Exception {
    ServerProcess bolden = start("Bolden", NO_HTTP);
    ServerProcess alford = start("Alford", NO_HTTP);
    awaitLink();
    String replies = repliesUntilTheEnd(alford);
    assertThat(alford.awaitEnd()).isZero();
    assertThat(alford.errors()).doesNotContain("placeherd:");
    assertThat(replies).endsWith("\n");
    List<String> lines = replies.lines().toList();
    assertThat(lines).hasSizeGreaterThan(REPLIES_BEFORE);
    List<String> clients = IntStream.range(0, lines.size()).mapToObj(i -> "c" + i).toList();
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).startsWith("AT Alford ").contains(" " + clients.get(i) + " ");
    }
    assertThat(known(boldenPort, clients)).isEqualTo(lines);
    bolden.kill();
    bolden.awaitEnd();
    ServerProcess again = start("Alford", NO_HTTP);
    assertThat(known(alfordPort, clients)).as("from disk, on the same port").isEqualTo(lines);
    again.terminate();
    assertThat(again.awaitEnd()).isZero();
  }

  /// Asks for places, and returns when the source was asked.
  private void ask(Conversation client) throws IOException {
    client.send("IAMAT kiwi +34-118 1\n");
    assertThat(client.line()).startsWith("AT Alford ");
    client.send("WHATSAT kiwi 1 1\n");
    assertThat(silentSource.accept().isConnected()).isTrue();
  }

  @Test
  void aQuestionUnderWayIsAnsweredAtItsDeadline() throws Exception {
    placesFromNowhere(1_500);
    ServerProcess alford = start("Alford", NO_HTTP);
    try (Conversation client = talk(alfordPort);
        Conversation idle = talk(alfordPort)) {
      ask(client);
      alford.terminate();
      assertThat(client.line()).startsWith("AT Alford ").contains(" kiwi ");
      assertThat(client.line()).contains("UNKNOWN_ERROR");
      assertThat(client.line()).isEmpty();
      assertThat(alford.awaitEnd()).as("though a client stays").isZero();
      assertThat(idle).isNotNull();
    }
    assertThat(alford.errors()).doesNotContain("placeherd:");
  }

  @Test
  void placesThatWouldTakeTooLongAreGivenUpAndMeanwhileItIsNotReady() throws Exception {
    placesFromNowhere(600_000);
    ServerProcess alford = start("Alford", String.valueOf(httpPort));
    Await.until("it is ready", () -> probe("/readyz").startsWith("HTTP/1.1 200 "));
    try (Conversation client = talk(alfordPort)) {
      ask(client);
      alford.terminate();
      Await.until("it is not ready", () -> probe("/readyz").contains("it is stopping"));
      assertThat(probe("/livez")).startsWith("HTTP/1.1 200 ");
      assertThat(client.line()).startsWith("AT Alford ");
      assertThat(client.line()).contains("UNKNOWN_ERROR");
    }
    assertThat(alford.awaitEnd()).isZero();
  }

  private String probe(String path) throws IOException {
    try (Socket probe = new Socket()) {
      probe.setSoTimeout(PATIENCE_MILLIS);
      probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort));
      String request =
          "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path);
      probe.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(probe.getInputStream().readAllBytes(), US_ASCII);
    } catch (SocketException e) { // refused, or reset: a server that starts tries the port first
      return "not open yet";
    }
  }

  @Test
  void aSecondSignalEndsItAtOnce() throws Exception {
    placesFromNowhere(600_000);
    ServerProcess alford = start("Alford", String.valueOf(httpPort));
    Await.until("it is ready", () -> probe("/readyz").startsWith("HTTP/1.1 200 "));
    try (Conversation client = talk(alfordPort)) {
      ask(client);
      alford.terminate();
      Await.until("it stops", () -> probe("/readyz").contains("it is stopping"));
      alford.terminate();
      assertThat(alford.awaitEnd()).isEqualTo(143);
    }
  }
}
