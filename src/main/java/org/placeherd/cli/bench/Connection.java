package org.placeherd.cli.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// One connection to a server, or a socket that sends it datagrams: the batch that is under way on
/// it and the replies still missing. One thread.
final class Connection implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  /// Place among the connections, from 0.
  final int index;

  final Batch batch;
  final ReplyScanner replies;

  /// When the batch under way was sent or, at a fixed rate, was due; in nanoseconds of `nanoTime`.
  long startedNanos;

  /// Batches sent since the schedule began.
  long sentBatches;

  /// Batches that have become due since the schedule began.
  long dueBatches;

  /// Batches still to be sent to introduce every client.
  int introductionsLeft;

  /// Bytes received so far.
  long receivedBytes;

  /// Whether a batch is under way.
  boolean busy;

  private final InetSocketAddress target;
  private final ByteChannel channel;
  private final SelectionKey key;
  private ByteBuffer unsent = ByteBuffer.allocate(0);

  private Connection(
      int index,
      Batch batch,
      BenchPlan plan,
      InetSocketAddress target,
      ByteChannel channel,
      SelectionKey key) {
    this.index = index;
    this.batch = batch;
    this.target = target;
    this.channel = channel;
    replies = new ReplyScanner(batch, plan.protocol().errorMark);
    introductionsLeft = batch.batchesToIntroduceAll();
    this.key = key;
    key.attach(this);
  }

  /// Connects and joins the selector; the connection's clients are its share of the plan's.
  static Connection open(int index, BenchPlan plan, Selector selector) {
    InetSocketAddress target = plan.targets().get(index % plan.targets().size());
    try {
      if (plan.udp()) {
        DatagramChannel channel = DatagramChannel.open().connect(target);
        return new Connection(
            index, share(index, plan), plan, target, channel, register(channel, selector));
      }
      SocketChannel channel = connect(target);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (plan.protocol() == Protocol.IAMAT) {
        BenchToken.show(channel, BenchToken.ofEnvironment());
      }
      return new Connection(
          index, share(index, plan), plan, target, channel, register(channel, selector));
    } catch (IOException e) {
      throw new BenchFailure("Cannot use the connection to " + text(target) + ": " + why(e), e);
    }
  }

  private static SelectionKey register(SelectableChannel channel, Selector selector)
      throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, SelectionKey.OP_READ);
  }

  private static Batch share(int index, BenchPlan plan) {
    int first = (int) ((long) index * plan.clients() / plan.connections());
    int next = (int) ((index + 1L) * plan.clients() / plan.connections());
    return new Batch(plan, first, Math.max(1, next - first));
  }

  private static SocketChannel connect(InetSocketAddress target) {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.socket().connect(target, CONNECT_TIMEOUT_MILLIS);
      return channel;
    } catch (IOException e) {
      throw new BenchFailure(
          "Cannot connect to " + text(target) + ": " + why(e) + ". Is a server running there?", e);
    }
  }

  /// Begins a batch whose bytes are in `bytes`.
  void send(ByteBuffer bytes, long startedNanos) {
    this.startedNanos = startedNanos;
    busy = true;
    replies.beginBatch();
    unsent = bytes;
    sendRest();
  }

  /// Writes what the socket takes and asks to be called again for the rest.
  void sendRest() {
    boolean waited = key.interestOps() != SelectionKey.OP_READ;
    try {
      channel.write(unsent);
    } catch (IOException e) {
      throw lost(e);
    }
    if (unsent.hasRemaining() != waited) {
      key.interestOps(waited ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  /// Reads once into `bytes` and returns how many bytes came.
  int receive(ByteBuffer bytes) {
    bytes.clear();
    int length;
    try {
      length = channel.read(bytes);
    } catch (IOException e) {
      throw lost(e);
    }
    if (length < 0) {
      throw new BenchFailure(
          "The server at " + text(target) + " closed a connection in the middle of the run.");
    }
    receivedBytes += length;
    return length;
  }

  /// Where the connection leads, as `host:port`.
  String target() {
    return text(target);
  }

  private BenchFailure lost(IOException cause) {
    return new BenchFailure(
        "The connection to " + text(target) + " was lost: " + why(cause) + ".", cause);
  }

  private static String text(InetSocketAddress target) {
    return target.getHostString() + ":" + target.getPort();
  }

  private static String why(IOException cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
