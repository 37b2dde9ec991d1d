package org.placeherd.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// One directory, as much of a file system as a journal needs. [FileDisk] is the real one; tests
/// have one that crashes. Different files may be used by different threads at once.
public interface Disk {
  /// The names of all files in the directory, sorted.
  List<String> list() throws IOException;

  /// Makes a new, empty file. Its name is durable after [#syncDirectory].
  DiskFile create(String name) throws IOException;

  /// Opens a file that exists.
  ///
  /// @throws java.nio.file.NoSuchFileException where there is none
  DiskFile open(String name) throws IOException;

  /// Gives a file another name; nothing else must have that name. Durable after [#syncDirectory].
  void rename(String from, String to) throws IOException;

  /// Removes a file. Durable after [#syncDirectory].
  void delete(String name) throws IOException;

  /// Makes all names as they are now durable.
  void syncDirectory() throws IOException;

  /// Keeps every other process out until what is returned is closed.
  ///
  /// @throws JournalException when somebody is in already
  Closeable lock() throws IOException, JournalException;

  /// What the directory is called in messages.
  @Override
  String toString();
}
