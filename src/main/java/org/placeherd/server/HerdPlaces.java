package org.placeherd.server;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import org.placeherd.places.PlacesGateway;
import org.placeherd.places.PlacesProvider;
import org.placeherd.places.PlacesProviders;

/// Opens the places of a server as it is configured, and has them get ready.
final class HerdPlaces {
  private HerdPlaces() {}

  /// Opens them.
  ///
  /// @throws StartupException if the provider is unknown or cannot be had
  static PlacesGateway open(ServerSettings settings) throws StartupException {
    PlacesOptions options = settings.herd().places();
    PlacesProvider provider;
    try {
      provider = PlacesProviders.named(options.provider(), RoomSettings.places(settings));
    } catch (IllegalArgumentException e) {
      throw StartupException.usage(e.getMessage() + ".");
    } catch (UncheckedIOException e) {
      throw StartupException.failure("No places: " + e.getMessage() + ".", e);
    }
    provider.warnings().forEach(warning -> System.err.println("placeherd: " + warning + "."));
    return new PlacesGateway(provider, options.deadline().toMillis());
  }

  /// Has them get ready; says on the standard error if they cannot.
  static void warmUp(PlacesGateway places) {
    var _ =
        places
            .warmUp()
            .whenComplete((_, failure) -> {
              if (failure != null) {
                String why =
                    failure instanceof CompletionException wrapped && wrapped.getCause() != null
                        ? wrapped.getCause().getMessage()
                        : failure.getMessage();
                System.err.println("placeherd: no places: " + why);
              }
            });
  }
}
