package org.placeherd.cli.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReplyScannerTest {
  private static final int DEPTH = 200;
  private static final String AT = "AT Alford +0.263873386 kiwi +34.068930-118.445127 1479413884\n";
  private static final String PLACES = "{\"html_attributions\":[],\n\n";

  private static int feed(ReplyScanner scanner, String text, int chunkBytes) {
    ByteBuffer bytes = Digits.directBuffer(chunkBytes);
    byte[] all = text.getBytes(US_ASCII);
    int ended = 0;
    for (int at = 0; at < all.length; at += chunkBytes) {
      byte[] chunk = Arrays.copyOfRange(all, at, Math.min(all.length, at + chunkBytes));
      bytes.put(0, chunk);
      ended += scanner.scan(bytes, chunk.length);
    }
    return ended;
  }

  @Test
  void countsLinesAndRefusalsHoweverTheyAreCut() {
    String replies = AT + "? IAMAT ki wi\n" + AT + "?\n" + "\u000b\n" + AT + "? x?\n";
    for (int chunkBytes = 1; chunkBytes <= replies.length(); chunkBytes++) {
      ReplyScanner scanner =
          new ReplyScanner(new Batch(BatchTest.plan(Protocol.IAMAT, 7, 16, 0), 0, 1), (byte) '?');
      assertThat(feed(scanner, replies, chunkBytes)).isEqualTo(7);
      assertThat(scanner.errors()).isEqualTo(3);
    }
  }

  @Test
  void anAnswerWithPlacesEndsWithItsEmptyLine() {
    Batch batch = new Batch(BatchTest.plan(Protocol.IAMAT, DEPTH, 16, 50), 0, 1);
    batch.fill(1_479_413_884_392_014_450L);
    StringBuilder replies = new StringBuilder();
    int queries = 0;
    int refusals = 0;
    for (int line = 0; line < DEPTH; line++) {
      if (line % 7 == 0) {
        replies.append("? no\n");
        refusals++;
      } else {
        replies.append(AT);
        if (batch.isQuery(line)) {
          replies.append("{\n?\"results\":[],\n").append(PLACES);
          queries++;
        }
      }
    }
    for (int chunkBytes = 1; chunkBytes < 200; chunkBytes += 3) {
      ReplyScanner scanner = new ReplyScanner(batch, (byte) '?');
      assertThat(feed(scanner, replies.toString(), chunkBytes)).isEqualTo(DEPTH);
      assertThat(scanner.queriesAnswered()).isEqualTo(queries);
      assertThat(scanner.errors()).isEqualTo(refusals);
    }
  }

  @Test
  void anAnswerWithPlacesIsNotCountedBeforeItsEnd() {
    Batch batch = new Batch(BatchTest.plan(Protocol.IAMAT, 1, 16, 100), 0, 1);
    batch.fill(1_479_413_884_392_014_450L);
    ReplyScanner scanner = new ReplyScanner(batch, (byte) '?');
    assertThat(feed(scanner, AT + "{}\n", 8)).isZero();
    assertThat(feed(scanner, "\n", 8)).isEqualTo(1);
  }
}
