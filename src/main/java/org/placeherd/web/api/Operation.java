package org.placeherd.web.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// All that can be asked of the API: the table of methods and paths. What answers `GET` answers
/// `HEAD`, too.
enum Operation {
  READ_CLIENT("GET", "/v1/clients/{id}", ""),
  DELETE_CLIENT("DELETE", "/v1/clients/{id}", ""),
  LIST_CLIENTS("GET", "/v1/clients", "prefix limit cursor"),
  FIND_CLIENTS("GET", "/v1/near", "location client radius limit max_age bbox"),
  FIND_CLIENTS_IN_POLYGON("POST", "/v1/near", "location client radius limit max_age"),
  FIND_PLACES("GET", "/v1/places", "location radius limit type words rank"),
  FIND_PLACES_NEAR_CLIENT("GET", "/v1/clients/{id}/places", "radius limit type words rank"),
  REPORT("PUT", "/v1/clients/{id}/position", ""),
  REPORT_MANY("POST", "/v1/positions", ""),
  STREAM("GET", HerdApi.STREAM, "prefix id bbox location radius snapshot since"),
  READ_STATUS("GET", "/v1/herd", ""),
  READ_DESCRIPTION("GET", "/v1/openapi.json", "");

  /// Where all paths of the API begin.
  static final String ROOT = "/v1/";

  private static final String ID = "{id}";
  private static final List<Operation> ALL = List.of(values());

  private final String method;
  private final String path;
  private final String parameters;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> segments;

  Operation(String method, String path, String parameters) {
    this.method = method;
    this.path = path;
    this.parameters = parameters;
    segments = List.of(path.split("/", -1));
  }

  /// The operations that stand at a path as it was sent; none if there is nothing.
  static List<Operation> at(String sent) {
    String[] others = sent.split("/", -1);
    List<Operation> there = new ArrayList<>();
    for (Operation operation : ALL) {
      if (operation.standsAt(others)) {
        there.add(operation);
      }
    }
    return there;
  }

  private boolean standsAt(String[] others) {
    if (segments.size() != others.length) {
      return false;
    }
    for (int i = 0; i < others.length; i++) {
      String mine = segments.get(i);
      boolean fits = mine.equals(ID) ? !others[i].isEmpty() : mine.equals(others[i]);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /// What stands for `{id}` in a path at which this operation stands, as it was sent; empty where
  /// the operation names no client.
  String idIn(String sent) {
    int segment = segments.indexOf(ID);
    return segment < 0 ? "" : sent.split("/", -1)[segment];
  }

  boolean answers(String sentMethod) {
    return method.equals(sentMethod) || (method.equals("GET") && sentMethod.equals("HEAD"));
  }

  String method() {
    return method;
  }

  /// The path, `{id}` standing for the name of a client.
  String path() {
    return path;
  }

  /// The query parameters that may be given.
  Set<String> parameters() {
    return parameters.isEmpty() ? Set.of() : Set.of(parameters.split(" ", -1));
  }

  boolean takesBody() {
    return method.equals("PUT") || method.equals("POST");
  }
}
