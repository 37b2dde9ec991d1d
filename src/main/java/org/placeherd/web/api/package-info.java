/// The JSON API under `/v1`: its operations, what a request may say, and the forms of its answers.
///
/// Here: how requests are read and answers written. Never here: what is known of clients and what
/// is near; that is asked through [ApiBackend]. Read first: `Operation`, the table of all there is,
/// then [HerdApi]. What users see is in `docs/api.md`.
@org.jspecify.annotations.NullMarked
package org.placeherd.web.api;
