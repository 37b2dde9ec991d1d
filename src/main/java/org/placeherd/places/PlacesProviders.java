package org.placeherd.places;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Turns the text of `--places` into a provider: `embedded`, `embedded:DIR`, the name of a source
/// behind HTTP, or `chain:` and several of these with commas between.
public final class PlacesProviders {
  /// The names that `named` knows, besides chains.
  public static final List<String> NAMES =
      Stream.concat(Stream.of(EmbeddedPlaces.NAME), sourceNames().stream()).toList();

  private static final String DIRECTORY_PREFIX = EmbeddedPlaces.NAME + ":";

  private final PlacesSettings settings;
  private final List<UpstreamSource> sources;

  PlacesProviders(PlacesSettings settings, List<UpstreamSource> sources) {
    this.settings = settings;
    this.sources = sources;
  }

  /// The names of the sources behind HTTP.
  public static List<String> sourceNames() {
    return UpstreamSource.ALL.stream().map(UpstreamSource::name).toList();
  }

  /// The provider of that name for a server by itself.
  ///
  /// @throws IllegalArgumentException as [#named(String, PlacesSettings)]
  public static PlacesProvider named(String text) {
    return named(text, PlacesSettings.DEFAULT);
  }

  /// The provider of that name, not yet warm.
  ///
  /// @throws IllegalArgumentException for an unknown name, with the known ones and the nearest; and
  ///   when something that the provider needs is not set
  /// @throws UncheckedIOException when the directory of `embedded:DIR` is missing, damaged or of
  ///   something else, with a sentence without its full stop
  public static PlacesProvider named(String text, PlacesSettings settings) {
    return new PlacesProviders(settings, UpstreamSource.ALL).make(text);
  }

  /// What is wrong with a text, if anything is. Whether all is set that the provider needs is not
  /// looked at.
  public static Optional<String> problem(String text) {
    try {
      for (String link : links(text)) {
        if (!isDirectory(link) && !NAMES.contains(link)) {
          return Optional.of(unknown(link, NAMES));
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  PlacesProvider make(String text) {
    List<String> links = links(text);
    if (!text.startsWith(ChainPlaces.PREFIX)) {
      return one(links.getFirst());
    }
    List<PlacesProvider> providers = new ArrayList<>();
    try {
      links.forEach(link -> providers.add(one(link)));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      providers.forEach(PlacesProvider::close);
      throw e;
    }
    return new ChainPlaces(providers, PlacesClock.SYSTEM);
  }

  private static List<String> links(String text) {
    if (!text.startsWith(ChainPlaces.PREFIX)) {
      return List.of(text);
    }
    List<String> links = List.of(text.substring(ChainPlaces.PREFIX.length()).split(",", -1));
    Set<String> seen = new HashSet<>();
    for (String link : links) {
      if (!seen.add(link)) {
        throw new IllegalArgumentException(
            "the places provider '%s' names '%s' twice".formatted(text, link));
      }
    }
    return links;
  }

  private static boolean isDirectory(String text) {
    return text.startsWith(DIRECTORY_PREFIX) && text.length() > DIRECTORY_PREFIX.length();
  }

  private PlacesProvider one(String name) {
    if (name.equals(EmbeddedPlaces.NAME)) {
      // A method reference would load DemoPlaces, and Lucene with it, before there is a query.
      return new EmbeddedPlaces(() -> DemoPlaces.openIndex());
    }
    if (isDirectory(name)) {
      return new EmbeddedPlaces(folder(Path.of(name.substring(DIRECTORY_PREFIX.length()))));
    }
    return sources.stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .map(this::behindHttp)
        .orElseThrow(() -> new IllegalArgumentException(unknown(name, NAMES)));
  }

  /// A wrong path is told at the start and not at the first query.
  private PlacesFolder folder(Path path) {
    PlacesFolder folder = new PlacesFolder(path, settings.allowsSynthetic());
    try {
      folder.requireUsable();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    return folder;
  }

  private PlacesProvider behindHttp(UpstreamSource source) {
    SourceSettings set = settings.of(source.name());
    Upstream upstream = source.make().apply(baseUrl(source, set), key(source, set));
    Path spent =
        settings.data().resolve("places-%s-%s.spent".formatted(settings.server(), source.name()));
    try {
      return new UpstreamPlaces(
          upstream,
          new UpstreamPlaces.Settings(
              settings.roundsCoordinates(),
              set.sharesInFlight(),
              set.budget().of(settings.share()),
              new BudgetFile(spent),
              set.clientCallsPerMinute()));
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static URI baseUrl(UpstreamSource source, SourceSettings set) {
    if (set.baseUrl().isPresent()) {
      return set.baseUrl().get();
    }
    if (source.defaultUrl().isEmpty()) {
      throw new IllegalArgumentException(
          ("the places provider %1$s needs places.%1$s.base-url, the URL of a server of yours: the"
                  + " public ones must not be the backend of an application")
              .formatted(source.name()));
    }
    return URI.create(source.defaultUrl());
  }

  private String key(UpstreamSource source, SourceSettings set) {
    if (!source.needsKey()) {
      return "";
    }
    if (set.keyFile().isPresent()) {
      Path file = set.keyFile().get();
      try {
        return ApiKey.read(file).text();
      } catch (IOException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "cannot read a key from %s, which places.%s.key-file names (%s)"
                .formatted(file, source.name(), reason(e)),
            e);
      }
    }
    return settings
        .environmentKey()
        .get()
        .map(ApiKey::text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the places provider %1$s needs a key: set the environment variable %2$s, or have places.%1$s.key-file name a file that holds it"
                    .formatted(source.name(), ApiKey.VARIABLE)));
  }

  private static String reason(Exception e) {
    return e instanceof IOException && String.valueOf(e.getMessage()).contains("/")
        ? "it is not there, or may not be read"
        : String.valueOf(e.getMessage());
  }

  static String unknown(String name, List<String> known) {
    String nearest =
        known.stream().min(Comparator.comparingInt(each -> edits(name, each))).orElseThrow();
    return "unknown places provider '%s'; known: %s; nearest: %s"
        .formatted(name, String.join(", ", known), nearest);
  }

  /// How many letters must be put in, taken out or changed to get from one word to the other
  /// (Levenshtein distance).
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int i = 0; i < row.length; i++) {
      row[i] = i;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
