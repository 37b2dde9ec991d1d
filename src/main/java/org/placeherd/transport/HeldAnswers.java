package org.placeherd.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Answers to those who asked beside the lines. They leave as replies to lines do: when what they
/// show is safe. On the event loop.
public final class HeldAnswers {
  private final Reactor reactor;
  private final Outlet<Answer> outlet = new ThisBatch();
  private List<Answer> batch = new ArrayList<>();

  private record Answer(Runnable leave, Consumer<String> giveUp) {}

  /// Nothing is held yet.
  public HeldAnswers(Reactor reactor) {
    this.reactor = reactor;
  }

  /// Holds an answer that was read just now.
  ///
  /// @param leave is run when all that is known by now is safe
  /// @param giveUp is told the reason instead when it cannot be made safe
  public void hold(Runnable leave, Consumer<String> giveUp) {
    batch.add(new Answer(leave, giveUp));
    if (batch.size() == 1) {
      reactor.flushSoon(outlet);
    }
  }

  private final class ThisBatch implements Outlet<Answer> {
    @Override
    public List<Answer> takeReplies() {
      List<Answer> taken = batch;
      batch = new ArrayList<>();
      return taken;
    }

    @Override
    public void send(List<Answer> replies) {
      replies.forEach(answer -> answer.leave.run());
    }

    @Override
    public void giveUp(List<Answer> replies, String reason) {
      replies.forEach(answer -> answer.giveUp.accept(reason));
    }
  }
}
