/// What is near: the gateway that the server asks, and the providers behind it.
///
/// Here are the query, the door for providers, the `embedded` provider with its Lucene index and
/// demo landmarks, the rules for sources behind HTTP, and the gateway that keeps every reply under
/// a deadline. Never here: sockets of clients, protocol lines, who a client is. Lucene stays inside
/// `PlaceIndex` and `SmallLeavesCodec`; nothing of it is loaded before the first query or warm-up.
///
/// Read first: `PlacesGateway` (what the server calls), then `PlacesProvider` (what a new source
/// implements), then `EmbeddedPlaces` and `PlaceIndex`. Sources behind HTTP implement `Upstream`;
/// what all of them share is in `UpstreamPlaces`, and `places.stub` stands in for them. The shape
/// of a reply is in `docs/places.md`.
@org.jspecify.annotations.NullMarked
package org.placeherd.places;
