/// Coordinates and distance on the sphere.
@org.jspecify.annotations.NullMarked
package org.placeherd.geo;
