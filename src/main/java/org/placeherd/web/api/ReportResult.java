package org.placeherd.web.api;

import java.util.List;
import java.util.Optional;

/// What became of one report among many.
///
/// @param where which one it is
/// @param name its client's, with a char for each byte; empty if it was refused
/// @param line its IAMAT line, likewise
/// @param problem why it was refused
record ReportResult(String where, String name, String line, Optional<String> problem) {
  static ReportResult legal(String where, String name, String line) {
    return new ReportResult(where, name, line, Optional.empty());
  }

  static ReportResult refused(String where, ApiProblem problem) {
    return new ReportResult(where, "", "", Optional.of(String.valueOf(problem.getMessage())));
  }

  /// The answer when all that are legal are saved.
  static ApiReply reply(List<ReportResult> results) {
    long refused = results.stream().filter(result -> result.problem.isPresent()).count();
    return ApiReply.json(
        ApiReply.OK,
        ClientsJson.JSON_TYPE,
        json -> {
          json.writeStartObject();
          json.writeNumberField("saved", results.size() - refused);
          json.writeNumberField("refused", refused);
          json.writeArrayFieldStart("results");
          for (ReportResult result : results) {
            json.writeStartObject();
            json.writeStringField("where", result.where);
            json.writeBooleanField("saved", result.problem.isEmpty());
            if (result.problem.isPresent()) {
              json.writeStringField("detail", result.problem.get());
            } else {
              json.writeStringField("href", ClientReport.path(result.name));
            }
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
