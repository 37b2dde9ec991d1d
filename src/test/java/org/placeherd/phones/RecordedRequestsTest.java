package org.placeherd.phones;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What apps send, in exactly their forms, means what it means, and is answered as they want.
class RecordedRequestsTest {
  static List<Recording> recordings() throws IOException {
    return Recording.all();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void isUnderstoodAndAnswered(Recording recording) {
    assertThat(recording.show(recording.answer())).isEqualTo(recording.expected());
  }

  @Test
  void everyAppIsThere() throws IOException {
    String all =
        Recording.all().stream()
            .map(recording -> String.join("\n", recording.expected()))
            .collect(Collectors.joining("\n"));
    for (PhoneApp app : PhoneApp.values()) {
      assertThat(all).contains("app " + app.title() + "\n");
    }
    // What a token does not allow is no matter of the app's; see TokensOverHttpTest.
    for (Unusable.Reason reason : EnumSet.complementOf(EnumSet.of(Unusable.Reason.NOT_ALLOWED))) {
      assertThat(all).contains("unusable " + reason.words() + " ");
    }
  }

  @Test
  void datagramsOfAppsAreToldFromLines() throws IOException {
    List<byte[]> datagrams =
        Recording.all().stream()
            .map(Recording::datagram)
            .filter(datagram -> datagram.contains("RMC"))
            .map(datagram -> datagram.getBytes(UTF_8))
            .toList();
    assertThat(datagrams).isNotEmpty().allMatch(PhoneApps::isDatagram);
    assertThat(PhoneApps.isDatagram("IAMAT kiwi +1+2 3".getBytes(UTF_8))).isFalse();
  }

  @Test
  void whatAnAppIsToldToTypeIsInTheDocument() throws IOException {
    String document = Files.readString(Path.of("docs/phones.md"));
    for (PhoneLink link : PhoneLinks.of("https://herd.example.org", "jane", "TOKEN")) {
      assertThat(document).contains("| " + link.app() + " |");
    }
    for (PhoneApp app : PhoneApp.values()) {
      assertThat(document).contains("`/" + app.path() + "`");
    }
  }
}
