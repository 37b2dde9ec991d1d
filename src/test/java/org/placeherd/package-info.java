/// What holds for the whole of Placeherd: its architecture and its documents.
@NullMarked
package org.placeherd;

import org.jspecify.annotations.NullMarked;
