package org.placeherd.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who comes in, for addresses that a test cannot connect from.
class AdmissionTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Admission admission = new Admission(new WebBounds(5, 2, LONG, LONG, 1, LONG));
  private final EmbeddedChannel listener = new EmbeddedChannel(admission);
  private final List<Channel> all = new ArrayList<>();

  /// A connection from an address.
  private static final class From extends EmbeddedChannel {
    private final InetSocketAddress remote;

    private From(String address) {
      remote = new InetSocketAddress(InetAddress.ofLiteral(address), 9);
    }

    @Override
    public SocketAddress remoteAddress() {
      return remote;
    }
  }

  private boolean comesIn(String address) {
    From channel = new From(address);
    all.add(channel);
    listener.writeInbound(channel);
    return channel.equals(listener.readInbound());
  }

  @Test
  void connectionsAreTakenFromTheSystemOnlyWhenItBegins() {
    listener.config().setAutoRead(false); // as AdmittingTransport has it
    admission.begin();
    assertThat(listener.config().isAutoRead()).isTrue();
  }

  @Test
  void oneAddressHasItsShareAndThisMachineAll() {
    assertThat(comesIn("10.0.0.7")).isTrue();
    assertThat(comesIn("10.0.0.7")).isTrue();
    assertThat(comesIn("10.0.0.7")).isFalse();
    assertThat(comesIn("10.0.0.8")).isTrue();
    assertThat(comesIn("127.0.0.1")).isTrue();
    assertThat(comesIn("127.0.0.1")).isTrue();
    assertThat(comesIn("127.0.0.1")).as("over the bound of all").isFalse();
    assertThat(admission.open()).isEqualTo(5);
    assertThat(admission.refused()).isEqualTo(2);
    var _ = all.getFirst().close();
    assertThat(admission.open()).isEqualTo(4);
    assertThat(comesIn("10.0.0.7")).isTrue();
    assertThat(comesIn("10.0.0.7")).isFalse();
  }

  @Test
  void anIpv6NetworkIsOneAddress() {
    assertThat(comesIn("2001:db8::1")).isTrue();
    assertThat(comesIn("2001:db8::2")).isTrue();
    assertThat(comesIn("2001:db8::ffff:1")).isFalse();
    assertThat(comesIn("2001:db8:0:1::1")).isTrue();
  }
}
