package org.placeherd.places;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Set;

/// What an error of Google's Places API (New) means. The reason in its details comes first, for a
/// wrong key arrives as status 400, INVALID_ARGUMENT.
final class GoogleNewError {
  private static final Set<String> REASONS_OF_DENIAL =
      Set.of(
          "API_KEY_INVALID",
          "API_KEY_SERVICE_BLOCKED",
          "API_KEY_HTTP_REFERRER_BLOCKED",
          "API_KEY_IP_ADDRESS_BLOCKED",
          "API_KEY_ANDROID_APP_BLOCKED",
          "API_KEY_IOS_APP_BLOCKED",
          "SERVICE_DISABLED",
          "BILLING_DISABLED",
          "CONSUMER_INVALID",
          "CONSUMER_SUSPENDED");

  private static final BigDecimal DELAY_SECONDS_MAX = BigDecimal.valueOf(3_600);

  private GoogleNewError() {}

  /// The failure in a body that is not of status 200.
  static UpstreamFailure of(
      String source, int httpStatus, long retryAfterSeconds, byte[] body, String key) {
    Optional<JsonNode> said = SourceJson.lenient(body).map(object -> object.path("error"));
    if (said.isEmpty() || !said.get().isObject()) {
      return SourceComplaint.ofStatus(source, httpStatus, retryAfterSeconds, "");
    }
    JsonNode error = said.get();
    String status = error.path("status").asText("");
    String reason = detail(error, "google.rpc.ErrorInfo").path("reason").asText("");
    String words = SourceComplaint.words(error.path("message").asText(""), key);
    return kind(status, reason)
        .map(kind ->
            new UpstreamFailure(
                kind,
                "%s: %s (%s)"
                    .formatted(
                        source,
                        words,
                        SourceComplaint.words(reason.isEmpty() ? status : reason, key)),
                Math.max(retryAfterSeconds, retryDelaySeconds(error))))
        .orElseGet(() -> SourceComplaint.ofStatus(source, httpStatus, retryAfterSeconds, words));
  }

  private static Optional<UpstreamFailure.Kind> kind(String status, String reason) {
    if (REASONS_OF_DENIAL.contains(reason)) {
      return Optional.of(UpstreamFailure.Kind.REQUEST_DENIED);
    }
    return switch (status) {
      case "PERMISSION_DENIED", "UNAUTHENTICATED" ->
          Optional.of(UpstreamFailure.Kind.REQUEST_DENIED);
      case "RESOURCE_EXHAUSTED" -> Optional.of(UpstreamFailure.Kind.OVER_QUERY_LIMIT);
      default -> Optional.empty();
    };
  }

  private static JsonNode detail(JsonNode error, String type) {
    for (JsonNode detail : error.path("details")) {
      if (detail.path("@type").asText("").endsWith("/" + type)) {
        return detail;
      }
    }
    return error.path("details").path(-1); // missing
  }

  /// A duration is written as seconds with an `s` behind: `1.5s`. Part of a second counts as one.
  private static long retryDelaySeconds(JsonNode error) {
    String delay = detail(error, "google.rpc.RetryInfo").path("retryDelay").asText("");
    return delay.matches("\\d{1,9}(\\.\\d{1,9})?s")
        ? new BigDecimal(delay.substring(0, delay.length() - 1))
            .min(DELAY_SECONDS_MAX)
            .setScale(0, RoundingMode.CEILING)
            .longValueExact()
        : 0;
  }
}
