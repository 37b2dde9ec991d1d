package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class IamatCommandTest {
  private static final String REPLY = "AT Stub +0.000000001 étudiant +1+2 3\n";

  @Test
  void sendsOneLineAndPrintsTheReply() {
    try (StubServer stub = StubServer.saying(REPLY)) {
      assertThat(CommandRun.of("iamat", "étudiant", "+1+2", "3", "--port", stub.port()))
          .isEqualTo(new CommandRun(0, REPLY, ""));
      assertThat(stub.lines()).containsExactly("IAMAT étudiant +1+2 3");
    }
  }

  @Test
  void theTimeIsNowUnlessGiven() {
    try (StubServer stub = StubServer.saying(REPLY)) {
      long before = Instant.now().getEpochSecond();
      CommandRun.of("iamat", "a", "+1+2", "--port", stub.port());
      assertThat(stub.lines().get(0)).matches("IAMAT a \\+1\\+2 \\d+\\.\\d{9}");
      assertThat(Double.parseDouble(stub.lines().get(0).split(" ", -1)[3]))
          .isBetween((double) before, before + 60.0);
    }
  }

  @Test
  void aPositionInTheSouthIsNoOption() {
    try (StubServer stub = StubServer.saying(REPLY)) {
      CommandRun.of("iamat", "--port", stub.port(), "a", "-33.86+151.21", "3");
      assertThat(stub.lines()).containsExactly("IAMAT a -33.86+151.21 3");
    }
  }

  @Test
  void aRefusalIsAFailure() {
    try (StubServer stub = StubServer.saying("? IAMAT a nowhere 3\n")) {
      CommandRun run = CommandRun.of("iamat", "a", "nowhere", "3", "--port", stub.port());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .startsWith("placeherd: The server refused \"IAMAT a nowhere 3\": a position looks like")
          .hasLineCount(1);
    }
  }

  @Test
  void noServerIsAFailure() {
    int port = CommandRun.freePorts(1);
    assertThat(CommandRun.of("iamat", "a", "+1+2", "--port", "" + port))
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "placeherd: The server at 127.0.0.1:"
                    + port
                    + ": nobody listens there (is the server started?).\n"));
  }

  @Test
  void aLineBreakCannotSmuggleASecondCommand() {
    try (StubServer stub = StubServer.saying(REPLY)) {
      CommandRun run = CommandRun.of("iamat", "a\nIAMAT b", "+1+2", "--port", stub.port());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("\"a\\u000aIAMAT b\" holds a line break");
      assertThat(stub.lines()).isEmpty();
    }
  }
}
