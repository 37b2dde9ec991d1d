package org.placeherd.phones;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A recorded request or datagram, and what it must be understood as. The form of the files is told
/// beside them.
///
/// @param title the file and what it is
/// @param tokenClient the client that its token stands for
/// @param receivedSeconds when it was received, since 1970
/// @param datagram the datagram; empty if it is a request
/// @param request the lines of the request; empty if it is a datagram
/// @param expected the rest of the recording
public record Recording(
    String title,
    Optional<String> tokenClient,
    long receivedSeconds,
    List<String> request,
    String datagram,
    List<String> expected) {
  static final Path DIRECTORY = Path.of("src/test/resources/phones");
  private static final long RECEIVED_SECONDS = 1_764_354_113;

  /// All of them.
  public static List<Recording> all() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .sorted()
          .flatMap(Recording::read)
          .toList();
    }
  }

  private static Stream<Recording> read(Path file) {
    List<List<String>> recordings = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("== ")) {
          recordings.add(new ArrayList<>());
        }
        if (!line.isEmpty() && !line.startsWith("#")) {
          recordings.getLast().add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return recordings.stream().map(lines -> of(file.getFileName() + ": ", lines));
  }

  private static Recording of(String file, List<String> lines) {
    Optional<String> token = Optional.empty();
    long received = RECEIVED_SECONDS;
    String datagram = "";
    List<String> request = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith("token ")) {
        token = Optional.of(line.substring("token ".length()));
      } else if (line.startsWith("received ")) {
        received = Long.parseLong(line.substring("received ".length()));
      } else if (line.startsWith("datagram ")) {
        datagram = line.substring("datagram ".length());
      } else if (line.startsWith(">")) {
        request.add(line.substring(1).stripLeading());
      } else {
        expected.add(line);
      }
    }
    return new Recording(
        file + lines.getFirst().substring(3), token, received, request, datagram, expected);
  }

  /// The same, received at another time.
  public Recording receivedAt(long seconds) {
    return new Recording(title, tokenClient, seconds, request, datagram, expected);
  }

  /// The request's body.
  public String body() {
    int blank = request.indexOf("");
    return String.join("\n", request.subList(blank + 1, request.size()));
  }

  /// The request's query.
  String query() {
    String target = target();
    return target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
  }

  private String target() {
    String first = request.getFirst();
    return first.substring(first.indexOf(' ') + 1, first.lastIndexOf(' '));
  }

  /// What is understood.
  public PhoneAnswer answer() {
    return request.isEmpty() ? datagramAnswer(datagram.getBytes(UTF_8)) : answer(query(), body());
  }

  PhoneAnswer datagramAnswer(byte[] bytes) {
    return PhoneApps.readDatagram(bytes, tokenClient);
  }

  /// What is understood of the request with this query and body.
  PhoneAnswer answer(String query, String body) {
    return answer(query, body.getBytes(UTF_8));
  }

  PhoneAnswer answer(String query, byte[] body) {
    return PhoneApps.read(
        PhoneRequest.of(
            request.getFirst().split(" ", 2)[0],
            target().split("\\?", 2)[0],
            query,
            headers(),
            body,
            tokenClient,
            receivedSeconds * FixTime.SECOND));
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    for (String line : request.subList(1, request.indexOf(""))) {
      String[] header = line.split(": ", 2);
      headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
    }
    return headers;
  }

  /// An answer, as recordings tell it.
  List<String> show(PhoneAnswer answer) {
    List<String> lines = new ArrayList<>();
    lines.add("app " + answer.app().title());
    for (PhoneReport report : answer.reports()) {
      lines.add((report.iamat() + " " + report.telemetry().text()).strip());
    }
    for (Unusable unusable : answer.unusable()) {
      lines.add("unusable " + unusable.reason().words() + " " + unusable.count());
    }
    if (!request.isEmpty()) {
      PhoneReply reply = answer.reply();
      String type = reply.contentType().split(";", 2)[0];
      lines.add("reply %d %s %s".formatted(reply.status(), type, reply.body()).strip());
    }
    return lines;
  }

  @Override
  public String toString() {
    return title;
  }
}
