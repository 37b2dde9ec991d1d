/// Files of places, read for the embedded index.
///
/// Here are the formats, each a file, how one is told from another by its content, and the import
/// that ties them to an index. Never here: Lucene, replies, servers.
///
/// Read first: `PlaceImport`, then one `PlaceFormat`, such as `GeoNames`.
@org.jspecify.annotations.NullMarked
package org.placeherd.places.importing;
