/// A stand-in for the sources behind HTTP, on this machine and without keys that cost money: what
/// they accept, refuse and answer, and the troubles that they can be in.
///
/// Its places are the demo landmarks. Here is what the sources do, and never what Placeherd does
/// with it, so that both can be checked against each other.
///
/// Read first: `PlacesStub`, then one `StubDialect`, such as `StubPhoton`.
@org.jspecify.annotations.NullMarked
package org.placeherd.places.stub;
