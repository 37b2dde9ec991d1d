package org.placeherd.server;

import java.util.Arrays;
import org.placeherd.phones.PhoneApps;
import org.placeherd.transport.DatagramSession;
import org.placeherd.transport.LineSender;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineKind;

/// Tells the datagrams of phone apps from lines. On the loop.
final class PhoneDatagrams implements DatagramSession {
  private final PhoneReports phones;
  private final DatagramSession lines;

  /// @param lines takes all others
  PhoneDatagrams(PhoneReports phones, DatagramSession lines) {
    this.phones = phones;
    this.lines = lines;
  }

  @Override
  public boolean takesTokens() {
    return lines.takesTokens();
  }

  /// What an app sends is no command, so only what is none is looked at.
  @Override
  public void line(LineSender sender, LineBatch batch) {
    Line line = batch.line(0);
    if (line.kind() == LineKind.INVALID) {
      byte[] datagram = Arrays.copyOfRange(line.bytes(), line.from(), line.to());
      if (PhoneApps.isDatagram(datagram)) {
        phones.take(datagram, sender.remoteAddress());
        return;
      }
    }
    lines.line(sender, batch);
  }
}
