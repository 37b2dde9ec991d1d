package org.placeherd.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Setting a phone up, from the command to the server that takes its report.
class PhonesCommandTest {
  private static final int PIXELS = 4;

  @TempDir private Path directory;

  private String file() {
    return directory.resolve("tokens").toString();
  }

  private CommandRun phones(String... args) {
    List<String> all = new ArrayList<>(List.of("phones"));
    all.addAll(Arrays.asList(args));
    all.addAll(List.of("--tokens", file()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Test
  void everyAppHasItsText() {
    CommandRun run = phones("add", "jane", "--url", "https://herd.example.org");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("jane has a token")
        .contains("\nOwnTracks: ")
        .contains("\nTraccar Client: ")
        .contains("\nOverland: ")
        .containsPattern(
            "\nGPSLogger: .*\nhttps://herd.example.org/t/[a-z2-9]{32}/gpslogger\\?%ALL")
        .contains("\nOsmAnd: ")
        .contains("█")
        .doesNotContain("By http://", "this machine only");
    assertThat(phones("list").out()).containsPattern("phone jane +report,read +client:jane +20");
    assertThat(phones("add", "jane").err()).contains("There is a token \"phone jane\"");
    assertThat(phones("remove", "jane").exitCode()).isZero();
    assertThat(phones("list").out()).doesNotContain("jane");
  }

  @Test
  void whatIsWrongLeavesNoToken() {
    assertThat(phones("add", "ja ne").err()).contains("white space");
    assertThat(phones("add", "jane", "--url", "herd.example.org").err()).contains("--url: ");
    assertThat(phones("add", "jane", "--app", "pager").err()).contains("owntracks, traccar-client");
    assertThat(Path.of(file())).doesNotExist();
    assertThat(CommandRun.of("phones", "list").err()).contains("--tokens FILE");
    assertThat(CommandRun.of("phones").err()).contains("phones add");
  }

  @Test
  void sayIfOthersReadOrCannotReachIt() {
    assertThat(phones("add", "a").out()).contains("http://127.0.0.1:13490 is reached from this");
    assertThat(phones("add", "b", "--url", "http://h").out()).contains("everybody on the way");
  }

  private static String code(CommandRun run) {
    return String.join(
        "\n", run.out().lines().filter(line -> line.matches("[█▀▄ ]{20,}")).toList());
  }

  /// As it stands on a terminal, as a picture.
  private static String picture(String drawn) {
    List<String> rows = drawn.lines().toList();
    int width = rows.getFirst().length();
    StringBuilder picture =
        new StringBuilder("P1\n%d %d\n".formatted(width * PIXELS, rows.size() * 2 * PIXELS));
    for (int y = 0; y < rows.size() * 2 * PIXELS; y++) {
      String row = rows.get(y / PIXELS / 2);
      char half = y / PIXELS % 2 == 0 ? '▀' : '▄';
      for (int x = 0; x < width * PIXELS; x++) {
        char drawnThere = row.charAt(x / PIXELS);
        picture.append(drawnThere == '█' || drawnThere == half ? '0' : '1');
      }
      picture.append('\n');
    }
    return picture.toString();
  }

  private static boolean hasReader() throws InterruptedException {
    try {
      return new ProcessBuilder("zbarimg", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void anotherMakersReaderReadsTheCodes() throws Exception {
    assumeTrue(hasReader(), "zbarimg is not on this machine");
    for (String app : List.of("owntracks", "traccar-client", "overland")) {
      CommandRun run =
          phones("add", "jane-" + app, "--app", app, "--url", "https://herd.example.org");
      Path image = directory.resolve(app + ".pbm");
      Files.writeString(image, picture(code(run)));
      Process reader = new ProcessBuilder("zbarimg", "--quiet", "--raw", image.toString()).start();
      String read = new String(reader.getInputStream().readAllBytes(), UTF_8).strip();
      assertThat(reader.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(run.out().lines()).contains(read);
      assertThat(read).isNotEmpty();
    }
  }

  @Test
  void whatItPrintsIsTakenByAServer() throws Exception {
    int base = CommandRun.freePorts(5);
    phones("add", "other");
    List<String> serve = new ArrayList<>(ServeLauncher.prefix());
    serve.addAll(List.of("serve", "Alford", "--port-base", "" + base, "--tokens", file()));
    serve.addAll(List.of("--data", directory.resolve("data").toString()));
    assertTaken(serve, phones("add", "jane", "--app", "osmand", "--port-base", "" + base), "jane");
  }

  @Test
  void soItIsWithoutTokens() throws Exception {
    int base = CommandRun.freePorts(5);
    CommandRun run =
        CommandRun.of("phones", "add", "jane", "--app", "osmand", "--port-base", "" + base);
    assertThat(run.out()).contains("This herd asks for no tokens").doesNotContain("/t/");
    List<String> serve = new ArrayList<>(ServeLauncher.prefix());
    serve.addAll(List.of("serve", "Alford", "--port-base", "" + base));
    serve.addAll(List.of("--data", directory.resolve("data").toString()));
    assertTaken(serve, run, "jane");
  }

  private static void assertTaken(List<String> serve, CommandRun added, String client)
      throws Exception {
    assertThat(added.err()).isEmpty();
    String url =
        added.out().lines().filter(line -> line.matches("http\\S+")).findFirst().orElseThrow();
    String sent = url.replaceAll("\\{0}", "48.5").replaceAll("\\{[1-6]}", "2");
    Process server = new ProcessBuilder(serve).redirectErrorStream(true).start();
    try (var out = server.inputReader(UTF_8);
        HttpClient http = HttpClient.newHttpClient()) {
      String line = out.readLine();
      while (line != null && !line.contains("answers HTTP")) {
        line = out.readLine();
      }
      assertThat(line).isNotNull();
      var reply =
          http.send(HttpRequest.newBuilder(URI.create(sent)).build(), BodyHandlers.ofString());
      assertThat(reply.statusCode()).as("%s as %s", sent, client).isEqualTo(200);
    } finally {
      server.destroyForcibly();
    }
  }
}
