package org.placeherd.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.placeherd.server.Configuration;
import org.placeherd.server.Names;
import org.placeherd.server.ServerAddress;
import org.placeherd.transport.HerdSecret;
import org.placeherd.transport.Introduction;

/// What one server answered to STATUS, or why it did not.
///
/// @param status the server's own JSON; missing if there was no answer
/// @param problem why there was none; empty if there was
record StatusAnswer(ServerAddress server, JsonNode status, String problem) {
  /// How long a server may take to connect and for each answer: it answers from memory.
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /// The name of one who is no server.
  private static final String NOBODY = "-";

  private static final String HELLO = "HELLO placeherd/1 ";
  private static final String STATUS = "STATUS ";
  private static final String REFUSED = "? STATUS";
  private static final ObjectMapper JSON = new ObjectMapper();

  boolean isUp() {
    return problem.isEmpty();
  }

  /// Asks one server.
  ///
  /// @param tls what TLS is spoken with, in a herd that speaks it
  /// @param secret what has to be proved, in a herd that has one
  static StatusAnswer ask(
      ServerAddress server, Optional<SSLContext> tls, Optional<HerdSecret> secret) {
    try (LineClient line =
        tls.isPresent()
            ? LineClient.connect(server, PATIENCE, tls.get())
            : LineClient.connect(server, PATIENCE)) {
      ClientToken.show(line, ClientToken.ofEnvironment());
      Introduction introduction = new Introduction(NOBODY, server.name(), false, secret);
      line.send(introduction.begin().stripTrailing());
      String hello = text(line.readLine());
      if (!hello.startsWith(HELLO)) {
        return down(server, "no Placeherd server: it answered " + Names.quoted(hello));
      }
      String name = hello.substring(HELLO.length()).split(" ", 2)[0];
      if (!name.equals(server.name())) {
        return down(server, "another server listens there: " + Names.printable(name));
      }
      if (introduction.judge(hello) == Introduction.Peer.UNPROVED) {
        return down(server, introduction.problem().orElseThrow());
      }
      if (introduction.proofLine().isPresent()) {
        line.send(introduction.proofLine().get().stripTrailing());
        line.readLine(); // one more HELLO
      }
      line.send("STATUS");
      String status = text(line.readLine());
      if (!status.startsWith(STATUS)) {
        return down(
            server,
            status.equals(REFUSED)
                ? "no status is told; if it asks for tokens, "
                    + Configuration.TOKEN_VARIABLE
                    + " must have one with the right admin"
                : "no status: it answered " + Names.quoted(status));
      }
      return new StatusAnswer(server, JSON.readTree(status.substring(STATUS.length())), "");
    } catch (JsonProcessingException e) {
      return down(server, "its status is not valid JSON");
    } catch (IOException e) {
      return down(server, CommandFailure.reason(e));
    }
  }

  private static StatusAnswer down(ServerAddress server, String problem) {
    return new StatusAnswer(server, MissingNode.getInstance(), problem);
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.UTF_8).stripTrailing();
  }
}
