package org.placeherd.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.placeherd.wire.Limits;
import org.placeherd.wire.LineReader;

/// The outbound half of a link to one neighbour: connects, says HELLO, tells what there is to tell,
/// and comes back after every failure.
///
/// Old-style peers are found out by their answer to HELLO, by their silence, or by hanging up on
/// it. What such a peer says on this connection beyond that is read and thrown away. All on the
/// event loop.
public final class PeerLink {
  /// Silence this long after HELLO means an old-style peer (protocol §4).
  private static final long HELLO_MILLIS = 1_000;

  /// How long a per-message peer may take to close; then we do.
  private static final long MESSAGE_MILLIS = 2_000;

  /// After so many writes everybody else has a turn: a catch-up may be a gigabyte long.
  private static final int WRITES_A_TURN = 32;

  private static final long NEXT_TURN_MILLIS = 1;

  private enum State {
    WAITING,
    CONNECTING,
    GREETING,
    UP,
    CLOSED
  }

  private final Reactor reactor;
  private final PeerLinkOptions options;
  private final PeerFeed feed;
  private final PeerLines out;
  private State state = State.WAITING;
  private Optional<Channel> channel = Optional.empty();
  private final BackOff backOff = new BackOff();
  private final Introduction introduction;
  private final AnswerReader answers;
  private long connectedNanos;
  private long lastWriteNanos;
  private final Acquaintance peer = new Acquaintance();

  /// Whether the feed was told that the link is up.
  private boolean announced;

  /// Whether the peer of this connection has answered HELLO.
  private boolean ours;

  private boolean writesLater;
  private long connects;

  /// A link that does nothing before [#start].
  public PeerLink(Reactor reactor, PeerLinkOptions options, PeerFeed feed) {
    this.reactor = reactor;
    this.options = options;
    this.feed = feed;
    out = new PeerLines(feed);
    introduction = options.introduction();
    answers = new AnswerReader(new LineReader(Limits.DEFAULT, options.hashKey()), introduction);
  }

  /// Starts to connect; for a peer that is spoken to now and then, says that the link is up and
  /// waits for something to tell.
  public void start() {
    if (options.isOnDemand()) {
      announced = true;
      feed.up(false);
      wake();
    } else {
      connect();
    }
  }

  /// There is something to tell. Called before the replies of a batch leave.
  public void wake() {
    if (state == State.UP && !options.isPerMessage()) {
      write();
    } else if (state == State.WAITING && announced && feed.hasMore()) {
      connect();
    }
  }

  /// Whether the peer can be told now, as far as we know.
  public boolean isUp() {
    return announced;
  }

  /// The peer has said HELLO to us: it is ours. If it was spared ours, a new connection begins with
  /// it.
  public void greetAgain() {
    boolean wasSpared = !peer.isGreeted();
    peer.isOurs();
    if (state == State.UP && wasSpared && options.hello()) {
      channel.ifPresent(PeerSocket::hangUp);
    }
  }

  /// How often a connection was made.
  public long connects() {
    return connects;
  }

  /// Closes the link for good.
  public void close() {
    state = State.CLOSED;
    announced = false;
    channel.ifPresent(PeerSocket::hangUp);
  }

  /// Tells nothing more, and closes the link when what was handed to it has left.
  public void end() {
    state = State.CLOSED;
    channel.ifPresent(PeerSocket::end);
  }

  /// Whether no connection is open.
  public boolean isEnded() {
    return channel.isEmpty() || !channel.get().isOpen();
  }

  private void connect() {
    state = State.CONNECTING;
    reactor.resolve(options.address(), this::connect);
  }

  private void connect(InetSocketAddress address) {
    if (state != State.CONNECTING) {
      return;
    }
    if (address.isUnresolved()) {
      lost("no such host: " + address.getHostString());
      return;
    }
    ChannelFuture connecting = PeerSocket.connect(reactor, address, options.tls(), new Handler());
    channel = Optional.of(connecting.channel());
    connecting.addListener((ChannelFuture done) -> {
      if (!done.isSuccess()) {
        lost(Reactor.reason(done.cause()));
      }
    });
  }

  private void connected(Channel connected) {
    if (state != State.CONNECTING) {
      PeerSocket.hangUp(connected); // closed meanwhile
      return;
    }
    connects++;
    ours = false;
    answers.clear();
    connectedNanos = System.nanoTime();
    if (options.isPerMessage()) {
      state = State.UP;
      announce(false);
      writeOneMessage(connected);
    } else if (options.hello() && (peer.isGreeted() || introduction.wantsProof())) {
      state = State.GREETING;
      PeerSocket.say(connected, introduction.begin());
      later(HELLO_MILLIS, connected, this::isSilent);
    } else {
      greeted(false);
    }
  }

  /// The peer has not answered HELLO in time.
  private void isSilent() {
    if (state == State.GREETING && !introduction.takesSilence()) {
      channel.ifPresent(PeerSocket::hangUp);
    } else {
      greeted(false);
    }
  }

  private void announce(boolean ours) {
    if (!announced) {
      announced = true;
      feed.up(ours);
    }
  }

  /// Runs `task` after a while if this is still the connection.
  private void later(long millis, Channel current, Runnable task) {
    reactor.afterMillis(
        millis,
        () -> {
          if (isCurrent(current)) {
            task.run();
          }
        });
  }

  private boolean isCurrent(Channel candidate) {
    return channel.isPresent() && channel.get().equals(candidate);
  }

  /// The peer's first line has come, perhaps so late that it was taken for an old-style server.
  private void answered(Introduction.Peer first) {
    boolean isOurs = first == Introduction.Peer.OURS;
    if (first == Introduction.Peer.UNPROVED) {
      channel.ifPresent(PeerSocket::hangUp);
      return;
    }
    if (isOurs && !ours) {
      peer.isOurs();
      introduction.proofLine().ifPresent(line -> PeerSocket.say(channel.orElseThrow(), line));
    }
    if (state == State.GREETING) {
      greeted(isOurs);
    } else if (state == State.UP && isOurs && !ours) {
      ours = true;
      feed.up(true);
      write();
    }
  }

  private void greeted(boolean isOurs) {
    if (state != State.GREETING && state != State.CONNECTING) {
      return;
    }
    state = State.UP;
    ours = isOurs;
    lastWriteNanos = System.nanoTime();
    if (options.idleCloseMillis() > 0) {
      closeWhenIdle();
    }
    announce(isOurs);
    write();
  }

  private void write() {
    for (int writes = 0; writes < WRITES_A_TURN; writes++) {
      if (channel.isEmpty() || !channel.get().isWritable() || !out.drain(PeerSocket.WRITE_BYTES)) {
        return;
      }
      Channel to = channel.get();
      lastWriteNanos = System.nanoTime();
      var _ = to.writeAndFlush(out.buffer(), to.voidPromise());
    }
    if (!writesLater) {
      writesLater = true;
      reactor.afterMillis(NEXT_TURN_MILLIS, this::writeOn);
    }
  }

  private void writeOn() {
    writesLater = false;
    if (state == State.UP && !options.isPerMessage()) {
      write();
    }
  }

  private void writeOneMessage(Channel to) {
    if (out.drain(1)) {
      to.writeAndFlush(out.buffer()).addListener(_ -> Tls.endOutput(to));
      later(MESSAGE_MILLIS, to, () -> PeerSocket.hangUp(to));
    } else {
      var _ = to.close();
    }
  }

  private void closeWhenIdle() {
    Channel current = channel.orElseThrow();
    later(
        options.idleCloseMillis(),
        current,
        () -> {
          long idle = System.nanoTime() - lastWriteNanos;
          if (PeerSocket.hasSentAll(current)
              && idle >= TimeUnit.MILLISECONDS.toNanos(options.idleCloseMillis())) {
            disconnect(current);
          } else {
            closeWhenIdle();
          }
        });
  }

  /// Lets a connection go that was not lost: there is nothing to say.
  private void disconnect(Channel current) {
    channel = Optional.empty();
    state = State.WAITING;
    var _ = current.close();
    wake();
  }

  /// The connection ended, or none could be made.
  private void lost(String reason) {
    if (state == State.CLOSED) {
      return;
    }
    boolean wasGreeting =
        state == State.GREETING && options.tls().isEmpty() && introduction.takesHangUp();
    long livedNanos = state == State.UP ? System.nanoTime() - connectedNanos : 0;
    boolean wasUp = announced;
    channel = Optional.empty();
    state = State.WAITING;
    announced = false;
    peer.lost(wasGreeting);
    feed.down(wasUp, wasGreeting ? "it hung up on HELLO" : reason);
    if (!wasGreeting) { // where it was, it is tried again at once without HELLO
      backOff.failed(livedNanos);
    }
    reactor.afterMillis(
        backOff.jitteredMillis(),
        () -> {
          if (state == State.WAITING) {
            connect();
          }
        });
  }

  /// The connection as Netty sees it.
  private final class Handler extends ChannelInboundHandlerAdapter {
    private String reason = "closed by the peer";
    private boolean failed;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (options.tls().isEmpty()) {
        connected(context.channel());
      }
    }

    private void shookHands(Channel channel, SslHandshakeCompletionEvent handshake) {
      Optional<String> problem = Tls.problem(channel, handshake, options.peerName());
      if (problem.isEmpty()) {
        connected(channel);
      } else {
        reason = problem.get();
        failed = true;
        PeerSocket.hangUp(channel);
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      Introduction.Peer first = answers.readGreeting(bytes);
      if (first != Introduction.Peer.UNKNOWN) {
        answered(first);
      }
      if (ours && !answers.read(bytes, feed)) {
        reason = "it answered with a line that is too long, or HTTP";
        failed = true;
        channel.ifPresent(PeerSocket::hangUp);
      }
      bytes.release();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (context.channel().isWritable() && state == State.UP && !options.isPerMessage()) {
        write();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        shookHands(context.channel(), handshake);
      } else if (event == ChannelInputShutdownEvent.INSTANCE
          || event instanceof SslCloseCompletionEvent) {
        var _ = context.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!failed) {
        reason = TlsTrouble.reason(cause);
        failed = true;
      }
      var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!isCurrent(context.channel())) {
        return;
      }
      if (options.isPerMessage() && state == State.UP && !failed) {
        disconnect(context.channel());
      } else {
        lost(introduction.problem().orElse(reason));
      }
    }
  }
}
