package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.server.Await;
import org.placeherd.server.Configuration;

@Timeout(60)
class PlacesStubCommandTest {
  private static final Pattern URL =
      Pattern.compile("# The stub is at (http://127\\.0\\.0\\.1:\\d+);");

  @TempDir Path directory = Path.of("");

  @Test
  void itSaysHowToTryItAndShowsWhatItIsAskedWithoutTheKey() throws Exception {
    StringWriter out = new StringWriter();
    Thread running =
        Thread.ofPlatform()
            .daemon()
            .start(() ->
                Main.run(
                    new PrintWriter(out, true),
                    new PrintWriter(new StringWriter()),
                    "places",
                    "stub",
                    "--port",
                    "0"));
    try {
      Await.until("it is ready", () -> out.toString().contains("and start:"));
      Path file = Files.writeString(directory.resolve("stub.toml"), out.toString());
      assertThat(
              Configuration.read(Optional.of(file), Map.of(), Map.of()).herd().places().sources())
          .containsOnlyKeys("google-new", "google-legacy", "photon", "overpass");
      Matcher url = URL.matcher(out.toString());
      assertThat(url.find()).isTrue();
      assertThat(
              get(
                  url.group(1)
                      + "/maps/api/place/nearbysearch/json?key=stub-key&location=1,2&radius=3"))
          .contains("\"ZERO_RESULTS\"");
      Await.until("it has shown the request", () -> out.toString().contains("nearbysearch"));
      assertThat(out.toString().substring(out.toString().indexOf("GET ")))
          .startsWith(
              "GET /maps/api/place/nearbysearch/json?key=(not shown)&location=1,2&radius=3");
    } finally {
      running.interrupt();
    }
  }

  private static String get(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void aModeOrAPortThatIsNoneIsRefused() {
    CommandRun mode = CommandRun.of("places", "stub", "--mode", "hangs");
    assertThat(mode.exitCode()).isEqualTo(2);
    assertThat(mode.err()).contains("--mode cannot be \"hangs\"; did you mean hang?");
    CommandRun port = CommandRun.of("places", "stub", "--port", "70000");
    assertThat(port.exitCode()).isEqualTo(2);
    assertThat(port.err()).contains("--port must be 0 to 65535");
  }
}
