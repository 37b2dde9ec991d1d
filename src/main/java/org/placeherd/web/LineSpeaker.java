package org.placeherd.web;

import java.util.concurrent.CompletionStage;

/// Who says lines to the server behind HTTP. Calls are handled in order, and so are their lines.
public interface LineSpeaker {
  /// Says lines.
  ///
  /// @param lines at most [WebBounds#LINES_BYTES_MAX] bytes, ended by LF but for the last
  /// @return the replies, when what they say is safe; on any thread, so what follows may not block.
  ///   Fails with [LinesRefused]
  CompletionStage<byte[]> say(byte[] lines);
}
