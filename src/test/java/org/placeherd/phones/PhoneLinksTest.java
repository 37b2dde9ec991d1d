package org.placeherd.phones;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneLinksTest {
  private static final String BASE = "https://herd.example.org";
  private static final String INLINE = "owntracks:///config?inline=";

  private static String link(String app, String base, String client, String token) {
    return PhoneLinks.of(base, client, token).stream()
        .filter(link -> link.app().equals(app))
        .findFirst()
        .orElseThrow()
        .text();
  }

  private static String link(String app) {
    return link(app, BASE, "jane", "Yf3kQ9");
  }

  private static String configuration(String link) {
    assertThat(link).startsWith(INLINE);
    String base64 = link.substring(INLINE.length());
    assertThat(base64).matches("[A-Za-z0-9]+");
    return new String(Base64.getDecoder().decode(base64), UTF_8);
  }

  @Test
  void ownTracksTakesAConfiguration() {
    assertThat(configuration(link("OwnTracks")).strip())
        .isEqualTo(
            """
            {"_type":"configuration","mode":3,"url":"https://herd.example.org/pub","auth":true,\
            "username":"jane","password":"Yf3kQ9","deviceId":"phone","tid":"JA"}\
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jane", "éva", "日本", "a?b", "a>b~c", "aa?>~bb", "aaa?>~", "😀"})
  void ownTracksConfigurationNeedsNoEncodingWhoeverItIsFor(String client) {
    String json = configuration(link("OwnTracks", BASE, client, "~?>" + client));
    Fields fields = Fields.of(Json.read(json).orElseThrow());
    assertThat(fields.text("username")).contains(client);
    assertThat(fields.text("password")).contains("~?>" + client);
  }

  @Test
  void traccarClientKeepsTheTokenOnlyInThePath() {
    assertThat(link("Traccar Client"))
        .isEqualTo(
            "https://herd.example.org/t/Yf3kQ9"
                + "?id=jane&interval=60&distance=50&accuracy=high&buffer=true");
  }

  @Test
  void overlandTakesUrlAndToken() {
    assertThat(link("Overland"))
        .isEqualTo(
            "overland://setup?url=https%3A%2F%2Fherd.example.org%2Foverland"
                + "&token=Yf3kQ9&device_id=jane&unique_id=yes");
  }

  @Test
  void gpsLoggerAndOsmAndAreTyped() {
    assertThat(link("GPSLogger")).isEqualTo("https://herd.example.org/t/Yf3kQ9/gpslogger?%ALL");
    assertThat(link("OsmAnd"))
        .isEqualTo(
            "https://herd.example.org/t/Yf3kQ9/osmand?id=jane&lat={0}&lon={1}&timestamp={2}"
                + "&hdop={3}&altitude={4}&speed={5}&bearing={6}&speed_unit=mps");
  }

  @Test
  void namesAndTokensAreEncoded() {
    assertThat(link("Traccar Client", BASE + "/herd/", "jane doe&x", "a/b?"))
        .startsWith("https://herd.example.org/herd/t/a%2Fb%3F?id=jane%20doe%26x&");
  }

  @Test
  void whatOsmAndMakesOfItsLinkIsUnderstood() {
    String sent =
        link("OsmAnd")
            .replace("{0}", "48.85833")
            .replace("{1}", "2.29513")
            .replace("{2}", "1497508651123")
            .replace("{3}", "4.0")
            .replace("{4}", "167.0")
            .replace("{5}", "10.0")
            .replace("{6}", "90.0");
    String[] target = sent.substring(BASE.length()).split("\\?", 2);
    assertThat(PhonePath.of(target[0]))
        .isEqualTo(new PhonePath(Optional.of("Yf3kQ9"), PhoneApp.OSMAND));
    PhoneAnswer answer =
        PhoneApps.read(
            new PhoneRequest("GET", target[0], target[1], Map.of(), "", Optional.empty(), 0));
    assertThat(answer.reports().getFirst().telemetry().text()).isEqualTo("spd=10 crs=90 alt=167");
  }

  @Test
  void theTokenIsNotShownByAccident() {
    for (PhoneLink link : PhoneLinks.of(BASE, "jane", "Yf3kQ9")) {
      assertThat(link.text()).isNotEqualTo(link.toString());
      assertThat(link.toString()).doesNotContain("Yf3kQ9");
    }
    assertThat(PhonePath.of("/t/Yf3kQ9/pub")).hasToString("/t/…/pub");
    PhoneRequest request =
        new PhoneRequest(
            "POST", "/t/Yf3kQ9", "k=Yf3kQ9", Map.of(), "{\"Yf3kQ9", Optional.empty(), 0);
    assertThat(request.toString()).doesNotContain("Yf3kQ9");
    assertThat(PhoneApps.read(request).toString()).doesNotContain("Yf3kQ9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "herd.example.org", "ftp://herd", "https://", "https://h?x", "https://h#x"})
  void anAddressThatIsNoneIsRefused(String base) {
    assertThatThrownBy(() -> PhoneLinks.of(base, "jane", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be http:// or https://");
  }
}
