@org.jspecify.annotations.NullMarked
package org.placeherd.auth;
