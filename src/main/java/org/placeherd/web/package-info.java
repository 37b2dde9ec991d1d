/// HTTP: the listener, its bounds, and what stands at which path.
///
/// Here: [WebServer], what a request may look like, and the forms of the replies. Never here: what
/// is near, how the server is, what a report means; all that is asked through [WebBackend]. Vert.x
/// stays inside this room, and nothing of it is loaded before the first [WebServer#open].
///
/// Read first: [WebBackend], then `Routes`, the table of paths. What users see is in
/// `docs/http.md`.
@org.jspecify.annotations.NullMarked
package org.placeherd.web;
