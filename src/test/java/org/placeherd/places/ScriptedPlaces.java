package org.placeherd.places;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// A [ScriptedUpstream] and the provider around it, for servers of other rooms' tests.
public final class ScriptedPlaces implements PlacesProvider {
  private final ScriptedUpstream upstream;
  private final UpstreamPlaces places;

  private ScriptedPlaces(Path directory, UpstreamPolicy policy, BudgetLimits budget)
      throws IOException {
    upstream = new ScriptedUpstream(policy);
    places =
        new UpstreamPlaces(
            upstream,
            new UpstreamPlaces.Settings(
                false, true, budget, new BudgetFile(directory.resolve("scripted.spent")), 60),
            PlacesClock.SYSTEM,
            Duration.ofSeconds(60),
            64);
  }

  /// A source whose answers may be kept.
  public static ScriptedPlaces free(Path directory) throws IOException {
    return new ScriptedPlaces(directory, ScriptedUpstream.OPEN, BudgetLimits.NONE);
  }

  /// A source whose calls cost money.
  ///
  /// @param callsPerDay its budget
  public static ScriptedPlaces paid(Path directory, long callsPerDay) throws IOException {
    return new ScriptedPlaces(
        directory,
        ScriptedUpstream.PAID,
        new BudgetLimits(
            BudgetLimits.UNLIMITED, callsPerDay, BudgetLimits.UNLIMITED, BudgetLimits.UNLIMITED));
  }

  /// Puts a place into its world.
  public ScriptedPlaces with(double latitude, double longitude, String name) {
    upstream.world.add(ScriptedUpstream.Place.at(latitude, longitude, name));
    return this;
  }

  /// From now on it answers with this HTTP status.
  public void fail(int status) {
    upstream.behaviour = ScriptedUpstream.status(status);
  }

  /// From now on it never answers.
  public void hang() {
    upstream.behaviour = upstream::hang;
  }

  /// How often it was called.
  public int calls() {
    return upstream.calls.get();
  }

  @Override
  public String name() {
    return places.name();
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query, long timeoutMillis) {
    return places.nearby(query, timeoutMillis);
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query, long asker, long timeoutMillis) {
    return places.nearby(query, asker, timeoutMillis);
  }

  @Override
  public List<UpstreamCounters> counters() {
    return places.counters();
  }

  @Override
  public List<PlacesNote> takeNotes() {
    return places.takeNotes();
  }

  @Override
  public CompletionStage<Void> warmUp() {
    return places.warmUp();
  }

  @Override
  public void close() {
    places.close();
    upstream.close();
  }
}
