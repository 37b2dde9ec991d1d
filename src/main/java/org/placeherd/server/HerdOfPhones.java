package org.placeherd.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.placeherd.geo.LatLon;
import org.placeherd.node.ClientsNear;
import org.placeherd.node.NearClients;
import org.placeherd.node.NearClients.NearClient;
import org.placeherd.node.NearQuery;

/// What phones ask of the herd besides storing their reports: who is near, and to tell the
/// operator.
///
/// @param loop runs what it is given on the server's loop
/// @param near where clients are; on the loop
/// @param note puts a sentence into the event log; on the loop
/// @param loud says it on the terminal
record HerdOfPhones(
    Executor loop, Supplier<ClientsNear> near, Consumer<String> note, LoudNotes loud)
    implements PhoneReports.Herd {
  /// More than half its circumference.
  private static final double WHOLE_EARTH_METRES = 21_000_000;

  /// So many clients are put into the index at once: four milliseconds.
  private static final int CLIENTS_A_TURN = 20_000;

  @Override
  public void tellOperator(String sentence) {
    loop.execute(() -> note.accept(sentence));
  }

  @Override
  public void warnOperator(String sentence) {
    tellOperator(sentence);
    loud.say(sentence);
  }

  /// Around a client that is known. The first asks only put the clients into the index, a little at
  /// a time, and find nobody.
  @Override
  public CompletionStage<List<NearClient>> around(String client, int most) {
    return CompletableFuture.supplyAsync(
        () -> {
          NearQuery query = new NearQuery(new LatLon(0, 0), WHOLE_EARTH_METRES, most);
          return near.get().prepare(CLIENTS_A_TURN)
              ? near.get()
                  .findAround(client, query, EpochClock.nanos())
                  .map(NearClients::clients)
                  .orElse(List.of())
              : List.of();
        },
        loop);
  }
}
