/// The live stream of changes: who follows it, what they want of it, and what they are sent.
///
/// Here: [StreamHub], which keeps the latest changes and hands them to those whom they concern,
/// each as fast as it reads. Never here: how a request is read, how a client looks as JSON, and
/// what is known of clients; that is asked through [ChangesBackend]. All on the event loop of HTTP.
/// What users see is in `docs/stream.md`.
@org.jspecify.annotations.NullMarked
package org.placeherd.web.stream;
