package org.placeherd.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.placeherd.auth.Clients;
import org.placeherd.auth.Grant;
import org.placeherd.auth.Right;
import org.placeherd.auth.TokensFile;
import org.placeherd.auth.TokensProblem;

/// A file with a token of each kind.
final class TestTokens {
  /// Reports for jane.
  static final String JANE = "jane2token3of4a5phone";

  /// Reports for those that begin with `van/`.
  static final String VANS = "vans2token3of4many5cars";

  /// Reads.
  static final String READER = "reader2token3of4a5board";

  /// Does all.
  static final String ADMIN = "admin2token3of4a5person";

  /// Reports for jane, and reads.
  static final String PHONE = "phone2token3of4a5jane";

  /// None of them.
  static final String WRONG = "wrong2token3of4a5thief";

  static final List<String> ALL = List.of(JANE, VANS, READER, ADMIN, PHONE, WRONG);

  private static final LocalDate DAY = LocalDate.of(2026, 11, 28);

  final TokensFile file;

  TestTokens(Path path) throws IOException, TokensProblem {
    file = new TokensFile(path);
    add(JANE, "report for jane", Clients.one("jane"), Right.REPORT);
    add(VANS, "vans", Clients.beginningWith("van/"), Right.REPORT);
    add(READER, "board", Clients.ALL, Right.READ);
    add(ADMIN, "operator", Clients.ALL, Right.ADMIN);
    add(PHONE, "phone jane", Clients.one("jane"), Right.REPORT, Right.READ);
  }

  void add(String token, String label, Clients clients, Right... rights)
      throws IOException, TokensProblem {
    file.add(Grant.of(token, Set.of(rights), clients, DAY, label));
  }

  /// Has a herd ask for these.
  void on(TestHerd herd) {
    herd.linePort = herd.linePort.withTokens(file.path());
  }

  static String bearer(String token) {
    return "Bearer " + token;
  }

  static String basic(String user, String token) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + token).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
