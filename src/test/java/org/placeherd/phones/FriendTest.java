package org.placeherd.phones;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.placeherd.geo.LatLon;
import org.placeherd.wire.Telemetry;

class FriendTest {
  private static final LatLon TOWER = new LatLon(48.85833, 2.29513);
  private static final Friend ALICE =
      new Friend(
          "alice/phone",
          Optional.of("Alice \"A\""),
          TOWER,
          1_497_508_651_250_000_000L,
          new Telemetry(
              OptionalDouble.of(10),
              OptionalDouble.of(271.5),
              OptionalDouble.of(167),
              OptionalDouble.of(5),
              OptionalDouble.of(0.41),
              Optional.of(true)));
  private static final Friend BOB =
      new Friend("b", Optional.empty(), TOWER, 1_497_508_651_000_000_000L, Telemetry.NONE);

  private static PhoneAnswer answer(String path, String body) {
    return PhoneApps.read(
        new PhoneRequest("POST", path, "", Map.of(), body, Optional.of("jane"), 0));
  }

  @Test
  void friendsStandInTheReplyToOwnTracks() {
    PhoneAnswer answer =
        answer("/pub", "{\"_type\":\"location\",\"lat\":1,\"lon\":2,\"tst\":3,\"tid\":\"JJ\"}");
    assertThat(answer.takesFriends()).isTrue();
    PhoneReply reply = answer.reply(List.of(ALICE, BOB));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.contentType()).isEqualTo("application/json");
    assertThat(reply.body())
        .isEqualTo(
            """
            [{"_type":"card","tid":"AL","name":"Alice \\"A\\"","topic":"owntracks/alice/phone"},\
            {"_type":"location","tid":"AL","topic":"owntracks/alice/phone",\
            "lat":48.85833,"lon":2.29513,"tst":1497508651,\
            "vel":36,"cog":272,"alt":167,"acc":5,"batt":41},\
            {"_type":"location","tid":"B","topic":"owntracks/b/b",\
            "lat":48.85833,"lon":2.29513,"tst":1497508651}]\
            """);
  }

  @Test
  void noFriendsAreAnEmptyList() {
    assertThat(answer("/pub", "").reply(List.of())).isEqualTo(PhoneReply.NO_FRIENDS);
    assertThat(PhoneReply.NO_FRIENDS.body()).isEqualTo("[]");
  }

  @Test
  void otherAppsAreNotTold() {
    PhoneAnswer answer = answer("/overland", "{\"locations\":[]}");
    assertThat(answer.takesFriends()).isFalse();
    assertThat(answer.reply(List.of(ALICE))).isEqualTo(PhoneReply.OVERLAND_OK);
  }

  @Test
  void troubleIsToldInTheWayThatMakesAppsKeepTheirMessages() {
    assertThat(PhoneReply.NOT_STORED.status()).isEqualTo(503);
  }
}
