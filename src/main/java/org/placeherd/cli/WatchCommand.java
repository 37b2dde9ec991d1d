package org.placeherd.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.placeherd.cli.EventReader.Event;
import org.placeherd.server.HttpOptions;
import org.placeherd.server.Names;
import org.placeherd.server.ServerAddress;
import org.placeherd.server.StartupException;
import org.placeherd.transport.Tls;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `placeherd watch`: follows the stream of changes, and prints a line for each.
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints where clients are as they move, until it is stopped.",
    footer = {
      "",
      "Examples:",
      "  placeherd watch",
      "  placeherd watch --near 34.0689,-118.4452,2000",
      "  placeherd watch --id 'bus.*' --server Welsh",
      "",
      ClientToken.HELP
    })
final class WatchCommand implements Callable<Integer> {
  /// Signs of life come every fifteen seconds.
  private static final Duration SILENCE_MAX = Duration.ofSeconds(45);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FIRST_REST = Duration.ofSeconds(1);
  private static final Duration LONGEST_REST = Duration.ofSeconds(10);
  private static final int NEAR_NUMBERS = 3;
  private static final String HUNG_UP =
      "it hung up without an answer; if it speaks TLS, name its configuration with --config";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // digit for digit
          .build();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--near",
      paramLabel = "LAT,LON,METRES",
      description = "Only clients no farther from a point than so many metres.")
  private Optional<String> near = Optional.empty();

  @Option(
      names = "--id",
      paramLabel = "PATTERN",
      description = "Only clients of such names; * stands for anything.")
  private Optional<String> id = Optional.empty();

  @Option(names = "--snapshot", description = "Print first where all of them are.")
  private boolean snapshot;

  @Option(
      names = "--count",
      paramLabel = "LINES",
      description = "Stop when so many lines were printed.")
  private Optional<Long> count = Optional.empty();

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = "The server's HTTP port (default: as configured).")
  private Optional<Integer> httpPort = Optional.empty();

  @Mixin private ServerChoice choice = new ServerChoice();

  private String lastId = "";
  private long printed;
  private boolean hasBegun;
  private final Optional<String> token = ClientToken.ofEnvironment();
  private Optional<SSLContext> tls = Optional.empty();
  private List<String> names = List.of();

  /// The stream cannot be had now, but may be later.
  private static final class Interrupted extends IOException {
    private Interrupted(String why) {
      super(why);
    }
  }

  @Override
  public Integer call() throws Exception {
    ServerAddress server = choice.address();
    URI uri = uri(server);
    ServerAddress asked = new ServerAddress(server.name(), server.host(), uri.getPort());
    ClientToken.warning(asked, tls.isPresent(), token).ifPresent(this::say);
    Duration rest = FIRST_REST;
    while (true) {
      long before = printed;
      String why;
      try {
        if (follow(uri)) {
          return 0;
        }
        why = "the stream has ended";
      } catch (Interrupted e) {
        why = String.valueOf(e.getMessage());
      } catch (IOException e) {
        if (!hasBegun) {
          throw CommandFailure.of(asked, hungUp(e) ? new IOException(HUNG_UP) : e);
        }
        why = CommandFailure.reason(e);
      }
      rest = printed > before ? FIRST_REST : rest;
      say(why + "; going on in " + Spans.text(rest));
      Thread.sleep(rest);
      rest = rest.multipliedBy(2).compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest.multipliedBy(2);
    }
  }

  private void say(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("placeherd: " + sentence);
    err.flush();
  }

  /// Whether a server that was asked without TLS has answered nothing.
  private boolean hungUp(IOException reason) {
    return tls.isEmpty()
        && reason.getClass() == SocketException.class
        && String.valueOf(reason.getMessage()).startsWith("Unexpected end of file");
  }

  private URI uri(ServerAddress server) throws StartupException {
    HttpOptions http = choice.herd().http();
    OptionalInt port =
        httpPort.isPresent() ? OptionalInt.of(httpPort.get()) : http.port().beside(server.port());
    if (port.isEmpty()) {
      throw StartupException.usage(
          server.name() + " answers no HTTP; see http.port, or give --http-port.");
    }
    List<String> query = new ArrayList<>();
    id.ifPresent(pattern -> query.add("id=" + encoded(pattern)));
    if (near.isPresent()) {
      String[] numbers = SouthernPositions.restore(near.get()).split(",", -1);
      if (numbers.length != NEAR_NUMBERS) {
        throw StartupException.usage(
            "--near must be latitude,longitude,metres, such as 34.0689,-118.4452,2000.");
      }
      query.add("location=" + encoded(numbers[0] + "," + numbers[1]));
      query.add("radius=" + encoded(numbers[2]));
    }
    if (snapshot) {
      query.add("snapshot=true");
    }
    tls = http.tls() ? HerdTls.asClient(choice.herd()) : Optional.empty();
    names = choice.namesOf(server);
    String host = new ServerAddress(server.name(), server.host(), port.getAsInt()).hostAndPort();
    return URI.create(
        "%s://%s/v1/stream%s%s"
            .formatted(
                tls.isPresent() ? "https" : "http",
                host,
                query.isEmpty() ? "" : "?",
                String.join("&", query)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /// Follows until the stream ends, or enough was printed.
  ///
  /// @return whether enough was
  private boolean follow(URI uri) throws IOException, CommandFailure {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setInstanceFollowRedirects(false); // the token is for this server
    if (connection instanceof HttpsURLConnection secret) {
      secret.setSSLSocketFactory(tls.orElseThrow().getSocketFactory());
      secret.setHostnameVerifier((_, session) -> isOfTheHerd(session));
    }
    token.ifPresent(shown -> connection.setRequestProperty("Authorization", "Bearer " + shown));
    connection.setConnectTimeout((int) PATIENCE.toMillis());
    connection.setReadTimeout((int) SILENCE_MAX.toMillis());
    connection.setRequestProperty("Accept", "text/event-stream");
    if (!lastId.isEmpty()) {
      connection.setRequestProperty("Last-Event-ID", lastId);
    }
    try {
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        refused(connection, status);
      }
      hasBegun = true;
      EventReader events =
          new EventReader(
              new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8)),
              lastId);
      for (Optional<Event> event = events.next(); event.isPresent(); event = events.next()) {
        print(event.get());
        lastId = events.lastId();
        if (count.isPresent() && printed >= count.get()) {
          return true;
        }
      }
      return false;
    } finally {
      connection.disconnect();
    }
  }

  /// Whether a certificate that is not for the host of the address is for the server that is meant.
  private boolean isOfTheHerd(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate shown
          && !Collections.disjoint(Tls.names(shown), names);
    } catch (SSLPeerUnverifiedException e) {
      return false;
    }
  }

  private static void refused(HttpURLConnection connection, int status)
      throws IOException, CommandFailure {
    String why = "status " + status;
    try (InputStream body = connection.getErrorStream()) {
      JsonNode problem = body == null ? JSON.createObjectNode() : JSON.readTree(body);
      why += ": " + Names.printable(problem.path("detail").asText("no reason was given"));
    } catch (IOException e) {
      why += ", which is no answer of a Placeherd server";
    }
    if (status == HttpURLConnection.HTTP_UNAVAILABLE) {
      throw new Interrupted(why);
    }
    throw new CommandFailure(
        "The stream was refused with "
            + why
            + (status == HttpURLConnection.HTTP_UNAUTHORIZED ? Request.TOKEN_HINT : ""));
  }

  private void print(Event event) throws IOException {
    JsonNode data = JSON.readTree(event.data());
    String name = Names.printable(data.path("id").asText());
    Optional<String> line =
        switch (event.word()) {
          case "position" ->
              Optional.of(
                  "%s %s %s,%s"
                      .formatted(
                          data.path("time").asText(number(data, "timestamp")),
                          name,
                          number(data, "lat"),
                          number(data, "lon")));
          case "left", "gone" -> Optional.of(event.word() + " " + name);
          case "missed" ->
              Optional.of(
                  "missed " + data.path("changes").asText("an unknown number of") + " changes");
          default -> Optional.empty();
        };
    if (line.isPresent()) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(line.get());
      out.flush();
      printed++;
    }
  }

  private static String number(JsonNode data, String field) {
    return data.path(field).decimalValue().toPlainString();
  }
}
