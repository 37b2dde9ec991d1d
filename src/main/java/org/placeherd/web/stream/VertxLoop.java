package org.placeherd.web.stream;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;

/// The event loop of Vert.x. When HTTP is closed nothing is run any more: nobody waits.
public final class VertxLoop implements Loop {
  private final Vertx vertx;
  private final Context context;

  /// The only loop that this Vert.x has.
  public VertxLoop(Vertx vertx) {
    this.vertx = vertx;
    context = vertx.getOrCreateContext();
  }

  @Override
  public void execute(Runnable task) {
    try {
      context.runOnContext(_ -> task.run());
    } catch (RejectedExecutionException e) {
      // HTTP has been closed meanwhile, and every connection with it.
    }
  }

  @Override
  public void later(long millis, Runnable task) {
    execute(() -> vertx.setTimer(millis, _ -> task.run()));
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
