/// Herds in trouble, played out of one number: real nodes on a made-up network, with made-up clocks
/// and clients, in one thread. `docs/testing.md` says what happens and what is checked.
///
/// Read first: [HerdSimulation], one history; then [Troubles], what goes wrong in it, and
/// [Checker], what must hold all the same.
@NullMarked
package org.placeherd.simulation;

import org.jspecify.annotations.NullMarked;
