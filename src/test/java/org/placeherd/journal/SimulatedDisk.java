package org.placeherd.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/// A disk in memory that can lose power, fail, fill up and rot. What a crash leaves is any of the
/// states that a real one could leave: of each sector the last synced content or that of any write
/// since, and of the names those that were synced and any of the changes since. One thread.
///
/// Chance is a function that takes a bound and gives a number from 0 to the bound, not included:
/// `random::nextInt`.
public final class SimulatedDisk implements Disk {
  private final String name;
  private Map<String, SimulatedFile> names = new TreeMap<>();
  private Map<String, SimulatedFile> durableNames = new TreeMap<>();
  private List<NameChange> unsynced = new ArrayList<>();
  private Runnable beforeChange = () -> {};
  private long room = Long.MAX_VALUE;
  private int goodSyncs = Integer.MAX_VALUE;
  private boolean locked;

  /// Counts lives: files opened before a crash are dead after it.
  private int life;

  /// An empty disk.
  ///
  /// @param name what it is called in messages
  public SimulatedDisk(String name) {
    this.name = name;
  }

  /// What happened to a file: its name is `to` now, or nothing if that is empty.
  private record NameChange(SimulatedFile file, String to) {
    void apply(Map<String, SimulatedFile> names) {
      names.values().removeIf(other -> other == file);
      if (!to.isEmpty()) {
        names.put(to, file);
      }
    }
  }

  /// Another disk in the same state, nothing open and unlocked.
  public SimulatedDisk copy() {
    SimulatedDisk copy = new SimulatedDisk(name);
    IdentityHashMap<SimulatedFile, SimulatedFile> copies = new IdentityHashMap<>();
    names.forEach((file, old) -> copy.names.put(file, copied(old, copies)));
    durableNames.forEach((file, old) -> copy.durableNames.put(file, copied(old, copies)));
    for (NameChange change : unsynced) {
      copy.unsynced.add(new NameChange(copied(change.file(), copies), change.to()));
    }
    copy.room = room;
    return copy;
  }

  private static SimulatedFile copied(
      SimulatedFile file, IdentityHashMap<SimulatedFile, SimulatedFile> copies) {
    return copies.computeIfAbsent(file, original -> new SimulatedFile(original));
  }

  /// Calls `hook` before everything that changes a file, a name, or what is durable.
  public void beforeEachChange(Runnable hook) {
    beforeChange = hook;
  }

  /// The power fails. All files are closed and the lock is gone.
  public void crash(IntUnaryOperator chance) {
    kill();
    boolean inOrder = chance.applyAsInt(2) == 0; // as ext4's journal has it; others need not
    int kept = chance.applyAsInt(unsynced.size() + 1);
    for (int i = 0; i < unsynced.size(); i++) {
      if (inOrder ? i < kept : chance.applyAsInt(2) == 0) {
        unsynced.get(i).apply(durableNames);
      }
    }
    unsynced.clear();
    names = new TreeMap<>(durableNames);
    names.values().forEach(file -> file.crash(chance));
  }

  /// The process is killed: all files are closed and the lock is gone, but nothing is lost.
  public void kill() {
    life++;
    locked = false;
  }

  /// From the `syncs`th sync of a file on, counted from 0, syncs fail and what they should have
  /// made durable never will be, although it can be read until the power fails.
  public void failSyncsAfter(int syncs) {
    goodSyncs = syncs;
  }

  /// All files together may have this many bytes.
  public void limitTo(long bytes) {
    room = bytes;
  }

  /// How many bytes all files together have.
  public long usedBytes() {
    return names.values().stream().mapToLong(SimulatedFile::size).sum();
  }

  /// Flips bits of a byte on the medium.
  public void rot(String file, long offset, int bits) throws IOException {
    existing(file).rot(offset, bits);
  }

  /// From now on the sector around `offset` cannot be read.
  public void makeUnreadable(String file, long offset) throws IOException {
    existing(file).makeUnreadable(offset);
  }

  /// The content of a file as a process sees it.
  public byte[] content(String file) throws IOException {
    return existing(file).content();
  }

  @Override
  public List<String> list() {
    return List.copyOf(names.keySet());
  }

  @Override
  public DiskFile create(String file) throws IOException {
    beforeChange.run();
    if (names.containsKey(file)) {
      throw new FileAlreadyExistsException(file);
    }
    SimulatedFile created = new SimulatedFile();
    change(created, file);
    return new OpenFile(created);
  }

  @Override
  public DiskFile open(String file) throws IOException {
    return new OpenFile(existing(file));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    beforeChange.run();
    if (names.containsKey(to)) {
      throw new FileAlreadyExistsException(to);
    }
    change(existing(from), to);
  }

  @Override
  public void delete(String file) throws IOException {
    beforeChange.run();
    change(existing(file), "");
  }

  private void change(SimulatedFile file, String to) {
    NameChange change = new NameChange(file, to);
    change.apply(names);
    unsynced.add(change);
  }

  private SimulatedFile existing(String file) throws NoSuchFileException {
    SimulatedFile existing = names.get(file);
    if (existing == null) {
      throw new NoSuchFileException(file);
    }
    return existing;
  }

  @Override
  public void syncDirectory() {
    beforeChange.run();
    unsynced.clear();
    durableNames = new TreeMap<>(names);
  }

  @Override
  public Closeable lock() throws JournalException {
    if (locked) {
      throw new JournalException("The journal in " + name + " is in use by another server.");
    }
    locked = true;
    int lockedIn = life;
    return () -> locked &= life != lockedIn;
  }

  @Override
  public String toString() {
    return name;
  }

  private final class OpenFile implements DiskFile {
    private final SimulatedFile file;
    private final int openedIn = life;

    OpenFile(SimulatedFile file) {
      this.file = file;
    }

    private void requireAlive() throws IOException {
      if (openedIn != life) {
        throw new IOException("this process was killed");
      }
    }

    @Override
    public long size() throws IOException {
      requireAlive();
      return file.size();
    }

    @Override
    public int read(long position, byte[] bytes, int from, int to) throws IOException {
      requireAlive();
      return file.read(position, bytes, from, to);
    }

    @Override
    public void write(long position, byte[] bytes, int from, int to) throws IOException {
      requireAlive();
      beforeChange.run();
      long growth = Math.max(0, position + to - from - file.size());
      long lacking = growth == 0 ? 0 : Math.max(0, usedBytes() + growth - room);
      long fitting = Math.max(0, to - from - lacking);
      file.write(position, bytes, from, from + (int) fitting);
      if (lacking > 0) {
        throw new DiskFullException("No space left on device");
      }
    }

    @Override
    public void sync() throws IOException {
      requireAlive();
      beforeChange.run();
      if (goodSyncs-- <= 0) {
        goodSyncs = 0;
        file.forgetUnsynced();
        throw new IOException("Input/output error");
      }
      file.sync();
    }

    @Override
    public void close() {}
  }
}
