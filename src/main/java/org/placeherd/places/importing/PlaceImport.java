package org.placeherd.places.importing;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.placeherd.places.Place;
import org.placeherd.places.PlacesFolder;
import org.placeherd.places.PlacesSource;

/// Imports files: their places replace those of the same source, all or none. One thread.
public final class PlaceImport {
  /// More licences than that are not listed.
  private static final int TERMS_MAX = 20;

  /// Each type has points of its own in the index, so free text must not be taken for types.
  /// Overture has some two thousand, more than anybody else.
  private static final int TYPES_MAX = 5_000;

  /// An index numbers the different lists of credits and keeps all of them in memory. Overture has
  /// some ten data sets, and few of what could be put together from them.
  static final int CREDITS_MAX = 1_000;

  /// The credits of one place, together.
  private static final int CREDIT_CHARACTERS_MAX = 1_000;

  private final Options options;
  private final Consumer<Progress> progress;
  private final Map<String, Long> skipped = new TreeMap<>();
  private final TreeSet<String> licences = new TreeSet<>();
  private final Set<String> types = new HashSet<>();
  private final Set<List<String>> credits = new HashSet<>();
  private long bytesInAll;
  private long bytesBefore;
  private long places;
  private String reading = "";
  private Optional<Known> current = Optional.empty();

  /// What the user says of the files.
  ///
  /// @param source what their places replace and are listed under; else the format's own name
  /// @param attribution HTML to show with each place; else what the format's licence asks for, and
  ///   what the file says of single places
  /// @param licence else the format's usual one
  /// @param asOf the date of the data; else of the newest file
  public record Options(
      Optional<String> source,
      Optional<String> attribution,
      Optional<String> licence,
      Optional<LocalDate> asOf) {}

  /// How far it has got.
  ///
  /// @param file which is being read
  /// @param pass where a file is gone through several times, which time it is and what is looked
  ///   for: `pass 2 of 3, ways`; else empty
  /// @param bytesRead of all files as they lie on the disk, so far
  /// @param bytesInAll to be read: what the files have, as often as each is gone through
  /// @param places so far, of all files
  /// @param skipped so far
  public record Progress(
      Path file, String pass, long bytesRead, long bytesInAll, long places, long skipped) {}

  /// What was imported.
  ///
  /// @param source what it counts as
  /// @param places how many there are now
  /// @param twice how many others there were whose ids came once more, later; those count
  /// @param skipped what was left out: reason → how often
  public record Result(PlacesSource source, long places, long twice, Map<String, Long> skipped) {}

  /// A file and what it was found to be.
  ///
  /// @param bytes to be read, as often as it is gone through
  private record Known(PlaceFile file, PlaceFormat format, PlaceFormat.Terms terms, long bytes) {}

  private PlaceImport(Options options, Consumer<Progress> progress) {
    this.options = options;
    this.progress = progress;
  }

  /// Imports files into a folder.
  ///
  /// @param progress hears of every thousandth place, about every megabyte that is read, each pass
  ///   and each file's end
  /// @throws BadPlaceFile when a file cannot be imported; the folder is as it was
  /// @throws IOException when the disk fails; the folder is as it was
  public static Result run(
      List<Path> files, PlacesFolder folder, Options options, Consumer<Progress> progress)
      throws IOException, BadPlaceFile {
    return new PlaceImport(options, progress).run(files, folder);
  }

  private Result run(List<Path> files, PlacesFolder folder) throws IOException, BadPlaceFile {
    List<Known> known = new ArrayList<>();
    for (Path file : files) {
      known.add(known(file, known.size() + 1));
    }
    PlacesSource source = source(known);
    bytesInAll = known.stream().mapToLong(Known::bytes).sum();
    try (PlacesFolder.Replacement replacement = folder.replace(source)) {
      for (Known each : known) {
        read(each, source.name(), replacement);
      }
      if (places == 0) {
        throw new BadPlaceFile(
            "there is no place in %s, so nothing was replaced (left out: %s)"
                .formatted(files, skipped));
      }
      PlacesSource found = withLicences(source);
      long kept = replacement.finish(found);
      return new Result(found, kept, places - kept, skipped);
    }
  }

  private Known known(Path path, int number) throws IOException, BadPlaceFile {
    if (!Files.exists(path)) {
      throw new BadPlaceFile(path + " cannot be imported: there is no such file");
    }
    if (Files.isDirectory(path)) {
      throw new BadPlaceFile(path + " cannot be imported: it is a directory; name files in it");
    }
    PlaceFile file = new PlaceFile(path, number, this::tell);
    try {
      PlaceFormat format = PlaceFormats.of(file.head());
      return new Known(file, format, format.terms(file), Files.size(path) * format.passes());
    } catch (BadPlaceFile e) {
      throw new BadPlaceFile(path + " cannot be imported: " + e.getMessage(), e);
    } catch (EOFException | ZipException e) {
      throw damaged(path, e);
    }
  }

  private PlacesSource source(List<Known> files) throws IOException, BadPlaceFile {
    Known first = files.getFirst();
    PlaceFormat.Terms terms = first.terms;
    for (Known each : files) {
      if (options.source.isEmpty() && !each.terms.equals(terms)) {
        throw new BadPlaceFile(
            ("%s has places of '%s' and %s of '%s'; import them one after the other, or name one source"
                    + " for both with --source")
                .formatted(first.file, terms.source(), each.file, each.terms.source()));
      }
    }
    return new PlacesSource(
        options.source.orElse(terms.source()),
        options.attribution.orElse(terms.attribution()),
        options.licence.orElse(terms.licence()),
        options.asOf.isPresent() ? options.asOf.get().toString() : newest(files).toString(),
        false);
  }

  private static LocalDate newest(List<Known> files) throws IOException {
    LocalDate newest = LocalDate.EPOCH;
    for (Known each : files) {
      LocalDate day =
          LocalDate.ofInstant(
              Files.getLastModifiedTime(each.file.path()).toInstant(), ZoneOffset.UTC);
      newest = day.isAfter(newest) ? day : newest;
    }
    return newest;
  }

  private void read(Known known, String source, PlacesFolder.Replacement into)
      throws IOException, BadPlaceFile {
    Path path = known.file.path();
    current = Optional.of(known);
    reading = "";
    try {
      known.format.read(known.file, source, sink(into));
    } catch (BadPlaceFile e) {
      throw new BadPlaceFile(
          "%s (%s) cannot be imported: %s".formatted(path, known.format.name(), e.getMessage()), e);
    } catch (EOFException | ZipException e) {
      throw damaged(path, e);
    } catch (CharacterCodingException e) {
      throw new BadPlaceFile(
          "%s (%s) cannot be imported: it is not in UTF-8; convert it first (iconv -t UTF-8)"
              .formatted(path, known.format.name()),
          e);
    }
    known.file.wasRead(known.bytes); // what stands behind the content was not looked at
    tell();
    bytesBefore += known.bytes;
  }

  private void tell() {
    current.ifPresent(known ->
        progress.accept(
            new Progress(
                known.file.path(),
                reading,
                bytesBefore + Math.min(known.file.bytesRead(), known.bytes),
                bytesInAll,
                places,
                skipped())));
  }

  private static BadPlaceFile damaged(Path path, IOException cause) {
    return new BadPlaceFile(
        "%s cannot be imported: it is truncated or damaged (%s)"
            .formatted(path, cause.getMessage()),
        cause);
  }

  private PlaceSink sink(PlacesFolder.Replacement into) {
    return new PlaceSink() {
      @Override
      public void place(Place place) throws IOException, BadPlaceFile {
        checkTypes(place);
        try {
          into.writer().add(credited(place));
        } catch (IllegalArgumentException e) {
          skipped("with a text that is too long");
          return;
        }
        places++;
        if (places % 1_000 == 0) {
          tell();
        }
      }

      @Override
      public void pass(int number, int times, String wanted) {
        reading = "pass %d of %d, %s".formatted(number, times, wanted);
        tell();
      }

      @Override
      public void skipped(String reason) {
        skipped.merge(reason, 1L, Long::sum);
      }

      @Override
      public void terms(String licence) {
        if (licences.size() < TERMS_MAX) {
          licences.add(licence);
        }
      }
    };
  }

  private void checkTypes(Place place) throws BadPlaceFile {
    types.addAll(place.types());
    if (types.size() > TYPES_MAX) {
      throw new BadPlaceFile(
          "it has more than %,d types, such as '%s'; is that column something else?"
              .formatted(TYPES_MAX, place.types().getFirst()));
    }
  }

  /// The place with what must be shown with it.
  ///
  /// @throws IllegalArgumentException when that is too long
  private Place credited(Place place) throws BadPlaceFile {
    if (options.attribution.isPresent()) {
      return place.crediting(List.of());
    }
    if (place.credits().stream().mapToInt(String::length).sum() > CREDIT_CHARACTERS_MAX) {
      throw new IllegalArgumentException("its credits are too long: " + place.id());
    }
    if (credits.add(place.credits()) && credits.size() > CREDITS_MAX) {
      throw new BadPlaceFile(
          "it has more than %,d different lists of data sets and licences, such as %s; say with"
                  .formatted(CREDITS_MAX, place.credits())
              + " --attribution what must be shown with all of its places");
    }
    return place;
  }

  private long skipped() {
    return skipped.values().stream().mapToLong(Long::longValue).sum();
  }

  private PlacesSource withLicences(PlacesSource source) {
    return options.licence.isPresent() || licences.isEmpty()
        ? source
        : new PlacesSource(
            source.name(),
            source.attribution(),
            String.join(", ", licences),
            source.asOf(),
            source.isSynthetic());
  }
}
