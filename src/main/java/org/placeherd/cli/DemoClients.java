package org.placeherd.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.placeherd.geo.LatLon;
import org.placeherd.server.ServerAddress;

/// A handful of clients that move about and report to whichever server comes to mind.
final class DemoClients {
  /// A server of the demo answers at once or is in trouble.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// A client: where it sets out, and how far it gets in a second at most, in degrees.
  private record Mover(String client, LatLon home, double stride) {}

  private static final List<Mover> MOVERS =
      List.of(
          new Mover("kiwi.cs.ucla.edu", new LatLon(34.068930, -118.445127), 0.00002),
          new Mover("mango.cs.ucla.edu", new LatLon(34.071570, -118.441960), 0.00002),
          new Mover("bike-42.example", new LatLon(34.019454, -118.491191), 0.00006),
          new Mover("van-7.example", new LatLon(51.507351, -0.127758), 0.0002),
          new Mover("ferry-3.example", new LatLon(-33.860700, 151.211000), 0.0001),
          new Mover("tram-11.example", new LatLon(48.208174, 16.373819), 0.0001));

  private final List<ServerAddress> servers;
  private final Random random;
  private final Optional<String> token;
  private final Map<String, LatLon> positions = new HashMap<>();
  private long reports;

  /// @param token what they show to a server that asks for one
  DemoClients(List<ServerAddress> servers, Random random, Optional<String> token) {
    this.token = token;
    this.servers = servers;
    this.random = random;
    MOVERS.forEach(mover -> positions.put(mover.client(), mover.home()));
  }

  static List<String> names() {
    return MOVERS.stream().map(Mover::client).toList();
  }

  /// How many reports have been answered.
  long reports() {
    return reports;
  }

  /// Moves every client a step and reports it. Returns what happened to one of them, another each
  /// time.
  ///
  /// @throws CommandFailure if a server refuses or does not answer
  String step() throws CommandFailure {
    String news = "";
    int told = (int) (reports / MOVERS.size() % MOVERS.size());
    for (Mover mover : MOVERS) {
      LatLon position = moved(mover);
      positions.put(mover.client(), position);
      ServerAddress server = servers.get(random.nextInt(servers.size()));
      report(server, mover.client(), position);
      if (mover.equals(MOVERS.get(told))) {
        news = mover.client() + " told " + server.name() + " it is at " + AtReply.degrees(position);
      }
    }
    return news;
  }

  private LatLon moved(Mover mover) {
    LatLon from = positions.getOrDefault(mover.client(), mover.home());
    return new LatLon(
        from.latitudeDegrees() + random.nextDouble(-1, 1) * mover.stride(),
        from.longitudeDegrees() + random.nextDouble(-1, 1) * mover.stride());
  }

  private void report(ServerAddress server, String client, LatLon position) throws CommandFailure {
    String request =
        "IAMAT " + client + " " + iso6709(position) + " " + IamatCommand.posix(Instant.now());
    try (LineClient line = LineClient.connect(server, PATIENCE)) {
      ClientToken.show(line, token);
      line.send(request);
      Request.requireTaken(server, request, line.readLine());
      reports++;
    } catch (IOException e) {
      throw CommandFailure.of(server, e);
    }
  }

  /// `+34.068930-118.445127`
  static String iso6709(LatLon position) {
    return String.format(
        Locale.ROOT, "%+.6f%+.6f", position.latitudeDegrees(), position.longitudeDegrees());
  }
}
