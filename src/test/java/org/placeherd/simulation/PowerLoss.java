package org.placeherd.simulation;

/// The process ends in the middle of what it does to its disk.
final class PowerLoss extends RuntimeException {}
