package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AUTH s3cret                       | AUTH ***
          auth: s3cret                      | auth: ***
          ? AUTH s3cret                     | ? AUTH ***
          AUTH a s3cret                     | AUTH ***
          Authorization: Bearer s3cret      | Authorization: ***
          Proxy-Authorization: Basic s3cret | Proxy-Authorization: ***
          GET /t/s3cret/pub HTTP/1.1        | GET /t/ ***
          ? GET /x?key=s3cret HTTP/1.1      | ? GET /x? ***
          AUTH ok                           | AUTH ok
          ? AUTH                            | ? AUTH
          IAMAT kiwi LLL 5                  | IAMAT kiwi LLL 5
          ? IAMAT kiwi LLL 5                | ? IAMAT kiwi LLL 5
          AUTHOR x                          | AUTHOR x
          abcdefghijkmnpqrstuvwxyz23456789/gprmc | ***/gprmc
          ? X-Token: abcdefghijkmnpqrstuvwxyz23456789 | ? X-Token: ***
          Cookie: t=abcdefghijkmnpqrstuvwxyz23456789; | Cookie: t=***;
          yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy | yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy
          abcdefghijkmnpqrstuvwxyz2345678   | abcdefghijkmnpqrstuvwxyz2345678
          """)
  void whatMayBeATokenIsLeftOut(String line, String shown) {
    byte[] bytes = line.getBytes(ISO_8859_1);
    assertThat(new String(Redaction.shown(bytes, 0, bytes.length), ISO_8859_1)).isEqualTo(shown);
  }
}
