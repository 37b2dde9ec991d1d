package org.placeherd.places;

/// Something about the places that an operator should read once.
///
/// @param sentence with its full stop
/// @param isAlarm whether he should mend something
public record PlacesNote(String sentence, boolean isAlarm) {}
