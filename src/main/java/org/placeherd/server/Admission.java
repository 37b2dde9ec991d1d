package org.placeherd.server;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.placeherd.node.PeerProof;
import org.placeherd.node.Session;
import org.placeherd.transport.Breach;
import org.placeherd.transport.Gate;
import org.placeherd.transport.HerdSecret;
import org.placeherd.transport.HerdSecret.Exchange;
import org.placeherd.transport.HerdSecret.Side;
import org.placeherd.transport.LineConnection;

/// Who may tell: makes of each connection what the node knows of it (protocol §5).
///
/// Who shows a certificate for the name of a server of the herd is that server; who shows none may
/// be an old-style server that is known by its address. Where the herd has a secret, everybody else
/// has to prove that he knows it, too, wherever he is.
final class Admission {
  private final Set<String> servers;
  private final String ownName;
  private final PeerAddresses addresses;
  private final boolean hasTls;
  private final Optional<HerdSecret> secret;
  private final Gate gate;

  Admission(ServerSettings settings, Optional<HerdSecret> secret, Gate gate) {
    this.servers = Set.copyOf(settings.herd().serverNames());
    this.ownName = settings.self().name();
    this.addresses = PeerAddresses.of(settings);
    this.hasTls = settings.herd().linePort().tls().isPresent();
    this.secret = secret;
    this.gate = gate;
  }

  /// The secret of the herd, if it has one.
  Optional<HerdSecret> secret() {
    return secret;
  }

  /// What counts whom the ports have refused.
  Gate gate() {
    return gate;
  }

  /// How often the ports have refused, closed or slowed down somebody. On the loop.
  Map<Breach, Long> breaches() {
    return gate.breaches();
  }

  Session session(LineConnection connection) {
    Set<String> certified = new HashSet<>(connection.certifiedNames());
    certified.retainAll(servers);
    boolean mayTell = addresses.mayTell(connection.remoteAddress());
    if (certified.isEmpty() && (hasTls || secret.isEmpty())) {
      return new Session(mayTell);
    }
    return secret.isEmpty()
        ? Session.certified(certified)
        : Session.proving(
            mayTell && certified.isEmpty(), certified, new Challenge(ownName, secret.get()));
  }

  /// What was said on one connection to prove the secret.
  private static final class Challenge implements PeerProof {
    private final String ownName;
    private final HerdSecret secret;
    private Optional<Exchange> said = Optional.empty();

    Challenge(String ownName, HerdSecret secret) {
      this.ownName = ownName;
      this.secret = secret;
    }

    @Override
    public String challenge(String name, String nonce) {
      Exchange exchange = new Exchange(name, nonce, ownName, secret.nonce());
      said = Optional.of(exchange).filter(_ -> HerdSecret.isNonce(nonce));
      return " nonce="
          + exchange.listenerNonce()
          + said.map(all -> " proof=" + secret.proof(Side.LISTENER, all)).orElse("");
    }

    @Override
    public boolean isProved(String name, String proof) {
      boolean proved =
          said.filter(all -> all.opener().equals(name))
              .filter(all -> secret.isProof(Side.OPENER, all, proof))
              .isPresent();
      said = Optional.empty();
      return proved;
    }
  }
}
