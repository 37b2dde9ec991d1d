package org.placeherd.auth;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What one token may: a line of the file.
///
/// `sha256:<64 digits> <rights> <clients> <day> <label>`
public final class Grant {
  /// Longest label, in characters.
  static final int LABEL_CHARACTERS_MAX = 64;

  private static final int FIELDS = 5;

  private final TokenHash hash;
  private final Set<Right> rights;
  private final Clients clients;
  private final LocalDate made;
  private final String label;

  private Grant(TokenHash hash, Set<Right> rights, Clients clients, LocalDate made, String label) {
    this.hash = hash;
    this.rights = Set.copyOf(rights);
    this.clients = clients;
    this.made = made;
    this.label = label;
  }

  /// What a new token may.
  ///
  /// @param clients whom it may report for
  /// @param made the day it was made
  /// @param label what people call it, 1 to 64 characters
  /// @throws IllegalArgumentException if the label is none, there is no right, or `admin`, which is
  ///   for all clients, is for some
  public static Grant of(
      String token, Set<Right> rights, Clients clients, LocalDate made, String label) {
    return legal(TokenHash.of(token), rights, clients, made, label);
  }

  private static Grant legal(
      TokenHash hash, Set<Right> rights, Clients clients, LocalDate made, String label) {
    if (rights.isEmpty()) {
      throw new IllegalArgumentException("the rights are some of report, read and admin");
    }
    if (rights.contains(Right.ADMIN) && !clients.equals(Clients.ALL)) {
      throw new IllegalArgumentException("admin is for all clients; leave the client away");
    }
    boolean isText =
        label.chars().noneMatch(Character::isISOControl) && label.equals(label.strip());
    if (label.isEmpty() || label.length() > LABEL_CHARACTERS_MAX || !isText) {
      throw new IllegalArgumentException(
          "a label has 1 to %d characters, none of them a control character or white space at an end"
              .formatted(LABEL_CHARACTERS_MAX));
    }
    return new Grant(hash, rights, clients, made, label);
  }

  /// Reads what [#toString] wrote.
  ///
  /// @throws IllegalArgumentException if the line says something else; never with what it says, for
  ///   that may be a token
  static Grant parse(String line) {
    String[] fields = line.strip().split("[ \t]+", FIELDS);
    TokenHash hash = TokenHash.parse(fields[0]);
    if (fields.length < FIELDS) {
      throw new IllegalArgumentException(
          "a line has five fields: hash, rights, clients, day and label");
    }
    return legal(hash, rights(fields[1]), Clients.parse(fields[2]), day(fields[3]), fields[4]);
  }

  /// Reads rights with commas between.
  ///
  /// @throws IllegalArgumentException if one of them is none
  public static Set<Right> rights(String text) {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    for (String word : text.split(",", -1)) {
      rights.add(
          Arrays.stream(Right.values())
              .filter(right -> right.word().equals(word))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalArgumentException("the rights are some of report, read and admin")));
    }
    return rights;
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("the day is written like 2026-01-31", e);
    }
  }

  TokenHash hash() {
    return hash;
  }

  /// Whether it has a right. Who may administer has every right.
  public boolean has(Right right) {
    return rights.contains(right) || rights.contains(Right.ADMIN);
  }

  /// Its rights as they stand in the file.
  public String rightsText() {
    List<Right> inOrder = Arrays.stream(Right.values()).filter(rights::contains).toList();
    return inOrder.stream().map(Right::word).collect(Collectors.joining(","));
  }

  /// Whom it may report for.
  public Clients clients() {
    return clients;
  }

  /// The day it was made.
  public LocalDate made() {
    return made;
  }

  /// What people call it.
  public String label() {
    return label;
  }

  /// The line of the file.
  @Override
  public String toString() {
    return "%s %s %s %s %s".formatted(hash, rightsText(), clients, made, label);
  }
}
