package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.placeherd.transport.HerdSecret;

/// The file with the secret of a herd: one line. What is in it never reaches an error.
public final class SecretFile {
  private static final int MOST_BYTES = 4_096;
  private static final Set<PosixFilePermission> OWNERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private SecretFile() {}

  /// The secret in the file that the settings name; none if they name none.
  ///
  /// @throws StartupException as [#read]
  static Optional<HerdSecret> of(ServerSettings settings) throws StartupException {
    Optional<Path> file = settings.herd().linePort().secretFile();
    return file.isPresent() ? Optional.of(read(file.get())) : Optional.empty();
  }

  /// Reads it.
  ///
  /// @throws StartupException if it cannot be read, if others may read it, or if there is no secret
  ///   in it
  public static HerdSecret read(Path file) throws StartupException {
    try {
      requireOwn(file);
      if (Files.size(file) > MOST_BYTES) {
        throw wrong(file, "is longer than %d bytes".formatted(MOST_BYTES));
      }
      return new HerdSecret(Files.readString(file, ISO_8859_1).strip());
    } catch (IllegalArgumentException e) {
      throw wrong(
          file,
          "must hold one line, one word of %d characters of ASCII or more"
              .formatted(HerdSecret.MIN_CHARACTERS));
    } catch (IOException e) {
      throw StartupException.failure(
          "Cannot read herd.secret-file %s (%s); check that it is there and may be read."
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  private static void requireOwn(Path file) throws IOException, StartupException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return; // a system without modes
    }
    Set<PosixFilePermission> others =
        Files.getPosixFilePermissions(file).stream()
            .filter(permission -> !OWNERS.contains(permission))
            .collect(Collectors.toSet());
    if (!others.isEmpty()) {
      throw wrong(file, "may be read or written by others; say chmod 600 " + file);
    }
  }

  private static StartupException wrong(Path file, String problem) {
    return StartupException.failure("herd.secret-file %s %s.".formatted(file, problem));
  }
}
