package org.placeherd.web;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;

/// The system's own transport, with an [Admission] before every connection that it accepts: Vert.x
/// tells of a connection only when its TLS stands.
final class AdmittingTransport implements Transport, io.vertx.core.spi.transport.Transport {
  private final Transport own;
  private final io.vertx.core.spi.transport.Transport system;
  private final Admission admission;

  AdmittingTransport(Admission admission) {
    Transport nativeOne = Transport.nativeTransport();
    own = nativeOne != null && nativeOne.available() ? nativeOne : Transport.NIO;
    system = own.implementation();
    this.admission = admission;
  }

  @Override
  public void configure(TcpConfig config, boolean isDomain, ServerBootstrap bootstrap) {
    system.configure(config, isDomain, bootstrap);
    bootstrap.handler(admission);
    bootstrap.option(ChannelOption.AUTO_READ, false); // until the admission begins
  }

  @Override
  public String name() {
    return own.name();
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public Throwable unavailabilityCause() {
    return own.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return this;
  }

  @Override
  public boolean supportsDomainSockets() {
    return system.supportsDomainSockets();
  }

  @Override
  public java.net.SocketAddress convert(SocketAddress address) {
    return system.convert(address);
  }

  @Override
  public SocketAddress convert(java.net.SocketAddress address) {
    return system.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return system.ioHandlerFactory();
  }

  @Override
  @SuppressWarnings("deprecation") // it is the interface's
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return system.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return system.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean isDomain) {
    return system.channelFactory(isDomain);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean isDomain) {
    return system.serverChannelFactory(isDomain);
  }

  @Override
  public void configure(TcpConfig config, boolean isDomain, Bootstrap bootstrap) {
    system.configure(config, isDomain, bootstrap);
  }
}
