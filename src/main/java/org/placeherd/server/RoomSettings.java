package org.placeherd.server;

import java.util.List;
import java.util.Optional;
import org.placeherd.node.NodeSettings;
import org.placeherd.node.NodeSettings.CatchUpMode;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.NeighbourSettings;
import org.placeherd.places.ApiKey;
import org.placeherd.places.HerdShare;
import org.placeherd.places.PlacesSettings;
import org.placeherd.transport.Gate;
import org.placeherd.transport.LineOptions;
import org.placeherd.transport.Tls;
import org.placeherd.wire.HashKey;

/// What the configuration says, in the words of each room.
final class RoomSettings {
  private RoomSettings() {}

  /// What the places are opened with.
  static PlacesSettings places(ServerSettings settings) {
    HerdConfig herd = settings.herd();
    List<String> names = herd.serverNames();
    return new PlacesSettings(
        settings.self().name(),
        herd.options().data(),
        new HerdShare(names.indexOf(settings.self().name()), names.size()),
        herd.places().roundsCoordinates(),
        herd.places().allowsSynthetic(),
        herd.places().sources(),
        RoomSettings::environmentKey);
  }

  private static Optional<ApiKey> environmentKey() {
    try {
      return Optional.ofNullable(System.getenv(ApiKey.VARIABLE)).map(ApiKey::of);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The environment variable %s: %s".formatted(ApiKey.VARIABLE, e.getMessage()), e);
    }
  }

  /// How connections are treated.
  ///
  /// @param hashKey the key for the names of clients
  /// @param idlePeerMillis after so long an old-style peer's silent connection is closed
  /// @param heapBytes how large the heap may become
  static LineOptions lines(
      ServerSettings settings,
      HashKey hashKey,
      long idlePeerMillis,
      Optional<Tls> tls,
      long heapBytes) {
    ServerOptions options = settings.herd().options();
    Limits limits = settings.herd().limits();
    return new LineOptions(
        wireLimits(settings.herd()),
        hashKey,
        OpenFiles.of(settings).lines(),
        options.closeAfterReply(),
        options.partialLineTimeout().toMillis(),
        idlePeerMillis,
        tls,
        new Gate(limits.guardIn(heapBytes)));
  }

  private static org.placeherd.wire.Limits wireLimits(HerdConfig herd) {
    Limits limits = herd.limits();
    return new org.placeherd.wire.Limits(
        limits.lineBytes(),
        limits.clientIdBytes(),
        limits.lenientIds(),
        herd.places().takesFields());
  }

  /// What the node goes by.
  ///
  /// @param hashKey as with [#lines]
  /// @param heapBytes as with [#lines]
  static NodeSettings node(ServerSettings settings, HashKey hashKey, long heapBytes) {
    HerdConfig herd = settings.herd();
    return new NodeSettings(
        settings.self().name(),
        settings.neighbours().stream().map(RoomSettings::neighbour).toList(),
        herd.tolerance().toNanos(),
        switch (herd.options().staleReply()) {
          case LITERAL -> NodeSettings.StaleReply.LITERAL;
          case STORED -> NodeSettings.StaleReply.STORED;
        },
        wireLimits(herd),
        hashKey,
        herd.spread(),
        herd.servers().stream().map(ServerAddress::name).toList(),
        herd.limits().clientsIn(heapBytes));
  }

  private static NeighbourSettings neighbour(Neighbour neighbour) {
    ExtraFields extra =
        switch (neighbour.dialect().extra()) {
          case NONE -> ExtraFields.NONE;
          case SENDER -> ExtraFields.SENDER;
          case VISITED -> ExtraFields.VISITED;
        };
    boolean carriageReturn = neighbour.dialect().lineEnd() == PeerDialect.LineEnd.CRLF;
    CatchUpMode catchUp =
        switch (neighbour.dialect().catchUp()) {
          case CHANGES -> CatchUpMode.CHANGES;
          case TABLE -> CatchUpMode.TABLE;
        };
    return new NeighbourSettings(neighbour.address().name(), extra, carriageReturn, catchUp);
  }
}
