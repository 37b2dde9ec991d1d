/// Five real server processes in real trouble: killed, stopped, cut off from each other, on disks
/// that fail. What clients were told is written down outside the herd, and held against what the
/// herd says when the trouble is over.
///
/// Here: the processes, the faults, the ledger and the tests. Never here: a test that needs no
/// process of its own. Read [KillTest] first, then [Ledger] for what is checked.
@NullMarked
package org.placeherd.chaos;

import org.jspecify.annotations.NullMarked;
