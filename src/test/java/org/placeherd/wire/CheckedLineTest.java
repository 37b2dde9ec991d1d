package org.placeherd.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class CheckedLineTest {
  private final CheckedLine checked = new CheckedLine();

  @Test
  void theChecksumIsTheCrc32cOfTheLine() {
    ByteWriter out = new ByteWriter(4);
    out.put("before\n");
    int from = out.size();
    out.put("123456789");
    checked.end(out, from);

    assertThat(out).hasToString("before\n123456789*e3069283\n"); // the check value of RFC 3720
  }

  @Test
  void theChecksumIsWrittenInEightHexDigits() {
    for (int i = 0; i < 10_000; i++) {
      byte[] line = Integer.toString(i).getBytes(US_ASCII);
      CRC32C checksum = new CRC32C();
      checksum.update(line);
      ByteWriter out = new ByteWriter(1);
      out.put(line);
      checked.end(out, 0);
      assertThat(out).hasToString("%d*%08x%n".formatted(i, checksum.getValue()));
    }
  }

  @Test
  void anIntactLineEndsBeforeItsStar() {
    assertThat(endOfIntact("123456789*e3069283")).isEqualTo(9);
    assertThat(endOfIntact("*00000000")).isZero();
  }

  @Test
  void anyChangeIsNoticed() {
    String line = "AT Alford +0.263873386 kiwi +34.068930-118.445127 1479413884.392014450";
    ByteWriter out = new ByteWriter(128);
    out.put(line);
    checked.end(out, 0);
    byte[] bytes = out.toByteArray();
    int to = bytes.length - 1;
    for (int at = 0; at < to; at++) {
      for (int bit = 0; bit < 8; bit++) {
        bytes[at] ^= (byte) (1 << bit);
        assertThat(checked.endOfIntact(bytes, 0, to)).as("byte %d, bit %d", at, bit).isEqualTo(-1);
        bytes[at] ^= (byte) (1 << bit);
      }
      assertThat(checked.endOfIntact(bytes, 0, at)).as("cut at %d", at).isEqualTo(-1);
    }
    assertThat(checked.endOfIntact(bytes, 0, to)).isEqualTo(line.length());
  }

  private int endOfIntact(String line) {
    byte[] bytes = line.getBytes(US_ASCII);
    return checked.endOfIntact(bytes, 0, bytes.length);
  }
}
