package org.placeherd.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/// A thread of a journal: does one thing after the other, each after a while.
final class SimulatedThread extends AbstractExecutorService {
  private final SimulatedWorld world;
  private final ServerDisk disk;
  private final int slowness;
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean planned;
  private boolean dead;

  /// @param slowness how many times as long as the disk takes for a group
  SimulatedThread(SimulatedWorld world, ServerDisk disk, int slowness) {
    this.world = world;
    this.disk = disk;
    this.slowness = slowness;
  }

  @Override
  public void execute(Runnable task) {
    if (dead) {
      return;
    }
    tasks.add(task);
    if (disk.isBusy()) {
      runAll(); // another thread is in the middle of something and may wait for this
    } else {
      plan();
    }
  }

  /// Whether it has something to do.
  boolean isBusy() {
    return !tasks.isEmpty();
  }

  private void plan() {
    if (!planned && !tasks.isEmpty()) {
      planned = true;
      world.after(slowness * disk.slownessNanos(), this::runNext);
    }
  }

  private void runNext() {
    planned = false;
    if (!tasks.isEmpty()) {
      disk.use(tasks.remove());
      plan();
    }
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      disk.use(tasks.remove());
    }
  }

  /// The process dies, perhaps in the middle of what it is doing to the disk.
  void die() {
    if (!tasks.isEmpty() && world.chance().percent(80)) {
      disk.useInPart(tasks.remove());
    }
    dead = true;
    tasks.clear();
  }

  @Override
  public void shutdown() {
    runAll();
    dead = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isShutdown() {
    return dead;
  }

  @Override
  public boolean isTerminated() {
    return dead;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return dead;
  }
}
