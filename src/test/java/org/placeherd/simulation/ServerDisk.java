package org.placeherd.simulation;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.placeherd.journal.Disk;
import org.placeherd.journal.SimulatedDisk;

/// The disk of one server through all its lives, and what befalls it.
final class ServerDisk {
  private static final int MOST_CHANGES_IN_PART = 8;
  private static final int MOST_ROOM_LEFT_BYTES = 6_000;
  private static final int MOST_GOOD_SYNCS = 4;
  private static final long NOTICE_NANOS = 5_000_000_000L;

  private final SimulatedWorld world;
  private final String server;
  private final int slownessMillis;
  private SimulatedDisk disk;
  private Optional<SimulatedDisk> earlier = Optional.empty();
  private boolean busy;
  private boolean tight;
  private boolean failing;
  private boolean bad;
  private long wellNanos;
  private int changesLeft = Integer.MAX_VALUE;

  ServerDisk(SimulatedWorld world, String server) {
    this.world = world;
    this.server = server;
    slownessMillis = world.chance().of(List.of(1, 5, 50, 1_000));
    disk = insert(new SimulatedDisk("the disk of " + server));
  }

  private SimulatedDisk insert(SimulatedDisk other) {
    other.beforeEachChange(() -> {
      if (changesLeft-- <= 0) {
        changesLeft = 0;
        throw new PowerLoss();
      }
    });
    other.limitTo(Long.MAX_VALUE);
    tight = false;
    failing = false;
    bad = false;
    return other;
  }

  Disk disk() {
    return disk;
  }

  long slownessNanos() {
    return world.chance().millis(0, slownessMillis);
  }

  /// Whether a thread is using it right now.
  boolean isBusy() {
    return busy;
  }

  /// Lets a thread use it.
  void use(Runnable work) {
    boolean before = busy;
    busy = true;
    try {
      work.run();
    } finally {
      busy = before;
    }
  }

  /// The process dies in the middle of the work, or behind it.
  void useInPart(Runnable work) {
    changesLeft = world.chance().between(0, MOST_CHANGES_IN_PART);
    try {
      use(work);
    } catch (PowerLoss e) {
      world.note(server, "dies in the middle of a write");
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof PowerLoss)) {
        throw e;
      }
    } finally {
      changesLeft = Integer.MAX_VALUE;
    }
  }

  /// The process was killed: what it has written can be read.
  void kill() {
    disk.kill();
  }

  /// The power failed: of what was not synced anything may be left.
  void losePower() {
    disk.crash(bound -> world.chance().between(0, bound - 1));
  }

  /// Somebody makes a copy of it, if all of it can be read.
  void copy() {
    if (!bad) {
      earlier = Optional.of(disk.copy());
    }
  }

  /// The copy comes back; an empty disk if there is none.
  void replace() {
    disk = insert(earlier.map(SimulatedDisk::copy).orElse(new SimulatedDisk(disk.toString())));
  }

  /// A bit flips somewhere, or a sector cannot be read any more.
  void rot() {
    List<String> files = disk.list();
    if (files.isEmpty()) {
      return;
    }
    String file = world.chance().of(files);
    try {
      int size = disk.content(file).length;
      int at = world.chance().between(0, Math.max(0, size - 1));
      if (size > 0 && world.chance().percent(70)) {
        disk.rot(file, at, 1 << world.chance().between(0, 7));
      } else if (size > 0 && !file.startsWith("spare")) { // nobody reads those
        bad = true;
        disk.makeUnreadable(file, at);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// There is hardly any room left.
  void fill() {
    tight = true;
    disk.limitTo(disk.usedBytes() + world.chance().between(0, MOST_ROOM_LEFT_BYTES));
  }

  /// Soon a sync fails, and then all.
  void fail() {
    failing = true;
    disk.failSyncsAfter(world.chance().between(0, MOST_GOOD_SYNCS));
  }

  /// Somebody looks after it.
  void repair() {
    if (tight) {
      wellNanos = world.nowNanos() + NOTICE_NANOS;
    }
    tight = false;
    failing = false;
    disk.limitTo(Long.MAX_VALUE);
    disk.failSyncsAfter(Integer.MAX_VALUE);
  }

  /// Whether it has a sector that cannot be read.
  boolean isBad() {
    return bad;
  }

  /// Whether reports may be refused because of it: it is noticed a while later that all is well.
  boolean isInTrouble() {
    return tight || failing || world.nowNanos() < wellNanos;
  }
}
