@org.jspecify.annotations.NullMarked
package org.placeherd.web.stream;
