package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;

/// A source behind real HTTP that does what a test says. It speaks a line language of its own: one
/// place a line.
final class ScriptedUpstream implements Upstream, AutoCloseable {
  static final UpstreamPolicy OPEN =
      new UpstreamPolicy(
          Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofSeconds(60), true, 0, false);
  static final UpstreamPolicy PAID =
      new UpstreamPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, true, 32_000, true);

  /// What the server does with a request.
  interface Behaviour {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final UpstreamPolicy policy;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  final List<Place> world = Collections.synchronizedList(new ArrayList<>());
  final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  final List<Map<String, List<String>>> headers = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger calls = new AtomicInteger();
  volatile int most = 1_000;
  volatile Behaviour behaviour = this::places;
  volatile List<Double> stepRadii = List.of();

  /// A place of its world.
  record Place(LatLon position, String name, String type, boolean isClosed) {
    static Place at(double latitude, double longitude, String name) {
      return new Place(new LatLon(latitude, longitude), name, "cafe", false);
    }

    private String line() {
      return "%s;%s;%s;%s;%s"
          .formatted(position.latitudeDegrees(), position.longitudeDegrees(), name, type, isClosed);
    }
  }

  ScriptedUpstream(UpstreamPolicy policy) throws IOException {
    this.policy = policy;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2_000);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) { // a warm-up, which is no call
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    calls.incrementAndGet();
    requests.add(exchange.getRequestURI().toString());
    headers.add(Map.copyOf(exchange.getRequestHeaders()));
    try (exchange) {
      behaviour.answer(exchange);
    } catch (IOException e) {
      // The other end has hung up, as some tests want it to.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Answers as a good server does.
  void places(HttpExchange exchange) throws IOException {
    Map<String, String> asked =
        Stream.of(exchange.getRequestURI().getQuery().split("&", -1))
            .map(part -> part.split("=", 2))
            .collect(Collectors.toMap(part -> part[0], part -> part[1]));
    LatLon centre =
        new LatLon(number(asked.getOrDefault("lat", "")), number(asked.getOrDefault("lon", "")));
    double radius = number(asked.getOrDefault("radius", ""));
    List<Place> near =
        List.copyOf(world).stream()
            .filter(place -> GreatCircle.metres(centre, place.position) <= radius)
            .sorted(Comparator.comparingDouble(place -> GreatCircle.metres(centre, place.position)))
            .toList();
    String lines = near.stream().limit(most).map(Place::line).collect(Collectors.joining("\n"));
    send(exchange, 200, (near.size() > most ? "more" : "all") + "\n" + lines);
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /// Never answers.
  void hang(HttpExchange exchange) throws InterruptedException {
    closed.await();
  }

  /// Begins to answer and never ends.
  void drip(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    while (closed.getCount() > 0) {
      body.write('a');
      body.flush();
      Thread.sleep(20);
    }
  }

  /// Sends ten megabytes.
  void flood(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 10 << 20);
    byte[] part = new byte[1 << 16];
    for (int i = 0; i < 10 << 20; i += part.length) {
      exchange.getResponseBody().write(part);
    }
  }

  /// Answers with this status.
  static Behaviour status(int status) {
    return exchange -> send(exchange, status, "no");
  }

  /// Answers when the latch is open.
  Behaviour when(CountDownLatch open) {
    return exchange -> {
      open.await();
      places(exchange);
    };
  }

  /// From now on nobody listens there.
  void die() {
    server.stop(0);
  }

  @Override
  public String name() {
    return "photon";
  }

  @Override
  public UpstreamPolicy policy() {
    return policy;
  }

  @Override
  public List<PlacesQuery> steps(PlacesQuery query) {
    return Stream.concat(
            stepRadii.stream()
                .filter(radius -> radius < query.radiusMetres())
                .map(radius -> new PlacesQuery(query.centre(), radius, query.limit())),
            Stream.of(query))
        .toList();
  }

  @Override
  public HttpRequest request(PlacesQuery query) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:%d/near?lat=%s&lon=%s&radius=%s"
                    .formatted(
                        server.getAddress().getPort(),
                        query.centre().latitudeDegrees(),
                        query.centre().longitudeDegrees(),
                        query.radiusMetres())))
        .build();
  }

  @Override
  public FoundPlaces read(PlacesQuery query, int status, long retryAfterSeconds, byte[] body)
      throws UpstreamFailure {
    switch (status) {
      case 200 -> {}
      case 400 -> throw new UpstreamFailure(UpstreamFailure.Kind.INVALID_REQUEST, "wrong");
      case 403 -> throw new UpstreamFailure(UpstreamFailure.Kind.REQUEST_DENIED, "bad key");
      case 429 ->
          throw new UpstreamFailure(
              UpstreamFailure.Kind.OVER_QUERY_LIMIT, "too much", retryAfterSeconds);
      default ->
          throw new UpstreamFailure(
              UpstreamFailure.Kind.UNKNOWN_ERROR, "status " + status, retryAfterSeconds);
    }
    List<String> lines = new String(body, UTF_8).lines().toList();
    return new FoundPlaces(
        lines.stream().skip(1).map(ScriptedUpstream::found).toList(),
        List.of("© a source"),
        lines.getFirst().equals("more"),
        0);
  }

  private static FoundPlaces.Found found(String line) {
    String[] parts = line.split(";", -1);
    LatLon position = new LatLon(number(parts[0]), number(parts[1]));
    return new FoundPlaces.Found(
        position,
        parts[2],
        List.of(parts[3]),
        Boolean.parseBoolean(parts[4]),
        String.format(
            Locale.ROOT,
            "{\"name\":\"%s\",\"geometry\":{\"location\":{\"lat\":%s,\"lng\":%s}},\"types\":[\"%s\"]}",
            parts[2],
            parts[0],
            parts[1],
            parts[3]));
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /// The known sources, all of them scripted.
  static List<UpstreamSource> sources() {
    return UpstreamSource.ALL.stream()
        .map(source ->
            new UpstreamSource(
                source.name(), source.defaultUrl(), source.needsKey(), (_, _) -> named(source)))
        .toList();
  }

  private static Upstream named(UpstreamSource source) {
    try (ScriptedUpstream upstream = new ScriptedUpstream(OPEN)) {
      return new Upstream() {
        @Override
        public String name() {
          return source.name();
        }

        @Override
        public UpstreamPolicy policy() {
          return upstream.policy();
        }

        @Override
        public HttpRequest request(PlacesQuery query) {
          return upstream.request(query);
        }

        @Override
        public FoundPlaces read(PlacesQuery query, int status, long retryAfterSeconds, byte[] body)
            throws UpstreamFailure {
          return upstream.read(query, status, retryAfterSeconds, body);
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
