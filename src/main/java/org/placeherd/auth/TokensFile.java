package org.placeherd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Collectors;

/// The file of tokens: hashes and what they may, never a token. Written by the command, read by
/// servers, which see either the old file or the new one, whole.
public final class TokensFile {
  private static final String HEADER =
      "# Tokens of a herd, as hashes; written by 'placeherd tokens'. docs/tokens.md explains it.\n";

  /// Two threads of one process cannot wait for one lock of the system.
  private static final Object ONE_WRITER = new Object();

  private final Path path;

  /// The file at a path, whether it is there or not.
  public TokensFile(Path path) {
    this.path = path;
  }

  /// Where it is.
  public Path path() {
    return path;
  }

  /// Whether it is there.
  public boolean exists() {
    return Files.exists(path);
  }

  /// Reads it.
  ///
  /// @throws TokensProblem if it is not there, cannot be read, or something in it is wrong
  public TokenList read() throws TokensProblem {
    return TokenList.parse(path.toString(), bytes());
  }

  private byte[] bytes() throws TokensProblem {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new TokensProblem(path + " is no file; name one, or a path where none is yet.");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(TokenList.FILE_BYTES_MAX + 1);
    } catch (NoSuchFileException e) {
      throw new TokensProblem(
          "There is no file of tokens %s; make it with 'placeherd tokens add LABEL --tokens %s'."
              .formatted(path, path));
    } catch (IOException e) {
      throw new TokensProblem(
          "The file of tokens %s cannot be read (%s); check who owns it."
              .formatted(path, e.getClass().getSimpleName()));
    }
  }

  /// Changes when the file does.
  public String state() {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return now.lastModifiedTime() + "/" + now.size() + "/" + now.fileKey();
    } catch (IOException e) {
      return "gone";
    }
  }

  /// Adds a token, and makes the file if it is not there.
  ///
  /// @throws TokensProblem if the file is wrong, or has that label already
  /// @throws IOException if it cannot be written; then it is as it was
  public void add(Grant grant) throws TokensProblem, IOException {
    change(text -> {
      String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
      return text + separator + grant + "\n";
    });
  }

  /// Removes the token of that label.
  ///
  /// @return what it could do; empty if there is none
  /// @throws TokensProblem if the file is wrong
  /// @throws IOException if it cannot be written; then it is as it was
  public Optional<Grant> remove(String label) throws TokensProblem, IOException {
    Optional<Grant> removed =
        read().grants().stream().filter(grant -> grant.label().equals(label)).findFirst();
    if (removed.isPresent()) {
      change(text ->
          text.lines()
              .filter(line -> !isOf(removed.get(), line))
              .map(line -> line + "\n")
              .collect(Collectors.joining()));
    }
    return removed;
  }

  private static boolean isOf(Grant grant, String line) {
    return line.strip().startsWith(grant.hash().toString());
  }

  private interface Change {
    String of(String text);
  }

  private void change(Change change) throws TokensProblem, IOException {
    Path file = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    Path directory = file.resolveSibling("");
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    synchronized (ONE_WRITER) {
      try (FileChannel lock =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = lock.lock()) {
        String text = Files.exists(file) ? new String(checked(), UTF_8) : HEADER;
        byte[] changed = change.of(text).getBytes(UTF_8);
        TokenList.parse(path.toString(), changed);
        replace(file, directory, changed);
      }
    }
  }

  private byte[] checked() throws TokensProblem {
    byte[] bytes = bytes();
    TokenList.parse(path.toString(), bytes);
    return bytes;
  }

  /// In one step, so that nobody reads half a file, and safe from a loss of power.
  private static void replace(Path file, Path directory, byte[] bytes) throws IOException {
    Path temporary = Files.createTempFile(directory, file.getFileName() + ".", ".new");
    try {
      if (Files.exists(file)) {
        keepOwner(file, temporary);
      }
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          out.write(left);
        }
        out.force(true);
      }
      move(temporary, file);
      try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
        entries.force(true);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void move(Path temporary, Path file) throws IOException {
    try {
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("this file system cannot rename in one step", e);
    }
  }

  /// A server reads it as its own user, who may not be the one that changes it.
  private static void keepOwner(Path file, Path temporary) throws IOException {
    if (!Files.getOwner(file).equals(Files.getOwner(temporary))) {
      Files.setOwner(temporary, Files.getOwner(file));
    }
  }
}
