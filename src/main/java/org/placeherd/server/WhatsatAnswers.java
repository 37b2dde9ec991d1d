package org.placeherd.server;

import java.util.Arrays;
import org.placeherd.geo.LatLon;
import org.placeherd.places.PlacesGateway;
import org.placeherd.places.PlacesQuery;
import org.placeherd.transport.LaterReply;
import org.placeherd.transport.Reactor;
import org.placeherd.wire.Line;

/// Asks for the places of a WHATSAT, and completes the reply with them. On the loop.
final class WhatsatAnswers {
  private static final double METRES_IN_KILOMETRE = 1_000;

  private final PlacesGateway places;
  private final Reactor reactor;
  private final HerdEvents events;

  WhatsatAnswers(PlacesGateway places, Reactor reactor, HerdEvents events) {
    this.places = places;
    this.reactor = reactor;
    this.events = events;
  }

  /// Has the places looked for; the reply leaves when they are known.
  ///
  /// @param reply begins with the AT line
  void find(HerdSession session, LaterReply reply, LatLon centre, Line whatsat) {
    places.nearby(
        session.number(),
        query(centre, whatsat),
        body -> reactor.execute(() -> answer(session, reply, body)));
  }

  private static PlacesQuery query(LatLon centre, Line whatsat) {
    return new PlacesQuery(
        centre,
        whatsat.radiusKilometres() * METRES_IN_KILOMETRE,
        whatsat.bound(),
        whatsat.placeType(),
        whatsat.placeName(),
        whatsat.ranksByImportance() ? PlacesQuery.Rank.IMPORTANCE : PlacesQuery.Rank.DISTANCE);
  }

  private void answer(HerdSession session, LaterReply reply, byte[] body) {
    byte[] rest = Arrays.copyOf(body, body.length + 2);
    Arrays.fill(rest, body.length, rest.length, (byte) '\n');
    if (events.isOn()) {
      events.at(EpochClock.nanos());
      events.out(session.label(), reply.head(), 0, reply.head().length);
      events.out(session.label(), rest, 0, rest.length);
    }
    reply.complete(rest);
  }
}
