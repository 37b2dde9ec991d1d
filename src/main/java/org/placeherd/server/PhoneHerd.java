package org.placeherd.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.placeherd.geo.LatLon;
import org.placeherd.node.ClientsNear;
import org.placeherd.node.HerdNode;
import org.placeherd.node.NearClients;
import org.placeherd.node.NearClients.NearClient;
import org.placeherd.node.NearQuery;

/// What phones ask of the herd, asked on its loop. From any thread.
///
/// @param loop runs what it is given on the server's loop
/// @param operator takes sentences for the event log, on the loop
record PhoneHerd(Executor loop, HerdNode node, Consumer<String> operator)
    implements PhoneReports.Herd {
  /// More than half its circumference.
  private static final double WHOLE_EARTH_METRES = 21_000_000;

  /// So many clients are put into the index at once: four milliseconds.
  private static final int CLIENTS_A_TURN = 20_000;

  @Override
  public void tellOperator(String sentence) {
    loop.execute(() -> operator.accept(sentence));
  }

  /// Around a client that is known. The first asks only put the clients into the index, a little at
  /// a time, and find nobody.
  @Override
  public CompletionStage<List<NearClient>> around(String client, int most) {
    return CompletableFuture.supplyAsync(
        () -> {
          ClientsNear near = node.reports().near();
          NearQuery query = new NearQuery(new LatLon(0, 0), WHOLE_EARTH_METRES, most);
          return near.prepare(CLIENTS_A_TURN)
              ? near.findAround(client, query, EpochClock.nanos())
                  .map(NearClients::clients)
                  .orElse(List.of())
              : List.of();
        },
        loop);
  }
}
