package org.placeherd.ops;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A server's event log, `server-<name>.log`: each line in and out and what was done with it, each
/// flood, each link made and lost (`protocol.md` §7), one event a line:
///
/// `2026-11-23T03:45:31.123456Z in client-17 stored IAMAT kiwi +34.06-118.44 1479413884.39`
///
/// Time, what, who, outcome, then the text; or the same as JSON. Nothing in it is a raw control
/// byte or malformed UTF-8.
///
/// Writing an event never waits, locks or allocates. When the disk is slower than the herd, events
/// are shed, and as soon as there is room again a `shed` line says how many and since when.
///
/// All methods but [#shed] are for one thread, the herd loop, or one after the other.
public final class EventLog implements AutoCloseable {
  /// Longer texts are cut, and end in `\+` and the number of bytes left out. Four times the longest
  /// line a client may send, so only the places in a reply are ever cut.
  public static final int MAX_TEXT_BYTES = 4096;

  private static final Label SHED = Label.of("shed");
  private static final Label NOTE = Label.of("note");
  private static final Label NONE = Label.of("-");

  /// How an event is written.
  public enum Format {
    /// As columns.
    TEXT,
    /// As a JSON object a line, for programs that collect logs.
    JSON
  }

  /// How much is kept, and how.
  ///
  /// @param fileBytes the most bytes in one file, at least 64 KiB
  /// @param files the most files, the current one included; at least 1
  /// @param format how an event is written
  public record Settings(long fileBytes, int files, Format format) {
    /// Events as text.
    public Settings(long fileBytes, int files) {
      this(fileBytes, files, Format.TEXT);
    }

    /// Refuses what cannot work.
    public Settings {
      if (fileBytes < EventBuffer.CHUNK_BYTES || files < 1) {
        throw new IllegalArgumentException(
            "An event log needs at least 1 file of at least %d bytes, not %d of %d."
                .formatted(EventBuffer.CHUNK_BYTES, files, fileBytes));
      }
    }
  }

  private final EventBuffer buffer = new EventBuffer();
  private final TimeText time = new TimeText();
  private final EventForm form;
  private final @Nullable EventWriter writer;
  private boolean open;
  private boolean dirty;
  private long unsaid;
  private String unsaidSince = "";
  private final AtomicLong shed = new AtomicLong();

  private EventLog() {
    form = new TextForm();
    writer = null;
  }

  EventLog(LineFile file, String name, Duration retry, Consumer<String> complaints) {
    this(file, name, retry, complaints, new TextForm());
  }

  private EventLog(
      LineFile file, String name, Duration retry, Consumer<String> complaints, EventForm form) {
    this.form = form;
    writer = new EventWriter(buffer, file, name, retry, complaints, this::sayShed);
    open = true;
  }

  /// A log that keeps nothing, for servers run without one.
  public static EventLog off() {
    return new EventLog();
  }

  /// Opens `server-<serverName>.log` in `directory`, making both where they are missing; appends
  /// where the file is there already.
  ///
  /// @throws IOException with a sentence that says what cannot be written, why, and what to do
  public static EventLog open(Path directory, String serverName, Settings settings)
      throws IOException {
    if (serverName.contains("/") || serverName.contains("\0")) {
      throw new IOException(
          "No event log can be named after the server '%s': take a name without '/'."
              .formatted(Label.of(serverName)));
    }
    Path path = directory.resolve("server-" + serverName + ".log");
    try {
      Files.createDirectories(directory);
      LineFile file = new RotatingFile(path, settings.fileBytes(), settings.files());
      Consumer<String> complaints = sentence -> System.err.println("placeherd: " + sentence);
      EventForm form =
          switch (settings.format()) {
            case TEXT -> new TextForm();
            case JSON -> new JsonForm(serverName);
          };
      return new EventLog(file, path.toString(), EventWriter.RETRY, complaints, form);
    } catch (FileAlreadyExistsException e) {
      throw cannotWrite(path, e.getFile() + " is not a directory", e);
    } catch (AccessDeniedException e) {
      throw cannotWrite(path, "permission denied", e);
    } catch (NoSuchFileException e) {
      throw cannotWrite(path, "its directory cannot be made", e);
    } catch (IOException e) {
      throw cannotWrite(path, EventWriter.reason(e), e);
    }
  }

  private static IOException cannotWrite(Path path, String reason, IOException cause) {
    return new IOException(
        "Cannot write the event log %s (%s); set that right or give another directory."
            .formatted(path, reason),
        cause);
  }

  /// False when events go nowhere, so that callers may save themselves the trouble.
  public boolean isOn() {
    return open;
  }

  /// Sets the time of the events that follow, in nanoseconds since 1970.
  public void at(long epochNanos) {
    time.set(epochNanos);
  }

  /// Logs one event.
  ///
  /// @param what what happened, such as `in` or `link-up`
  /// @param who the connection or neighbour it happened with
  /// @param outcome what was done about it
  /// @param text the line in question is `text[from, to)`, escaped here; may be empty
  public void event(Label what, Label who, Label outcome, byte[] text, int from, int to) {
    if (!open) {
      return;
    }
    if (unsaid > 0) {
      sayShed();
    }
    if (unsaid > 0 || !write(what, who, outcome, text, from, to)) {
      countShed();
    }
    dirty = true; // only now: a write that begins a chunk has ended the batch before it
  }

  /// Logs something rare, in a sentence.
  public void note(String sentence) {
    byte[] text = sentence.getBytes(StandardCharsets.UTF_8);
    event(NOTE, NONE, NONE, text, 0, text.length);
  }

  private boolean write(Label what, Label who, Label outcome, byte[] text, int from, int to) {
    int out = buffer.reserve(form.most(what, who, outcome, Math.min(to - from, MAX_TEXT_BYTES)));
    if (out < 0) {
      return false;
    }
    if (out == 0) { // the chunk before is complete, so the writer may begin
      wakeWriter();
    }
    buffer.commit(form.put(time, what, who, outcome, text, from, to, buffer.bytes(), out));
    dirty = true;
    return true;
  }

  private void countShed() {
    if (unsaid == 0) {
      unsaidSince = time.toString();
    }
    unsaid++;
    shed.setRelease(shed.getPlain() + 1); // one thread writes, others read
  }

  private void sayShed() {
    if (unsaid == 0) {
      return;
    }
    byte[] text =
        ("events since " + unsaidSince + ": the disk was slower than the herd")
            .getBytes(StandardCharsets.US_ASCII);
    if (write(SHED, NONE, Label.of(Long.toString(unsaid)), text, 0, text.length)) {
      unsaid = 0;
    }
  }

  /// To be called when there is nothing more to do for now: makes sure that the events so far are
  /// on their way to the file.
  public void endOfBatch() {
    if (unsaid > 0) {
      sayShed();
    }
    wakeWriter();
  }

  private void wakeWriter() {
    if (!dirty) {
      return;
    }
    dirty = false;
    EventWriter w = writer;
    VarHandle.fullFence(); // the lines before the look at a writer going to sleep
    if (w != null && w.isAsleep()) {
      w.wake();
    }
  }

  /// How many events were shed since the log was opened. From any thread.
  public long shed() {
    return shed.get();
  }

  /// Writes what is left and makes it durable; waits five seconds at most. Events that come later
  /// are ignored.
  @Override
  public void close() {
    EventWriter w = writer;
    if (!open || w == null) {
      return;
    }
    open = false;
    try {
      w.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
