/// Coordinates, distance and course on the sphere, areas. Pure.
@org.jspecify.annotations.NullMarked
package org.placeherd.geo;
