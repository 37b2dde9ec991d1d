package org.placeherd.ops;

/// Five columns with a space between.
final class TextForm implements EventForm {
  @Override
  public int most(Label what, Label who, Label outcome, int textBytes) {
    int columns = TimeText.LENGTH + what.length + who.length + outcome.length;
    return columns + textBytes * Escape.WORST + CUT_MARK_BYTES + 1 + Escape.SLACK;
  }

  @Override
  public int put(
      TimeText time,
      Label what,
      Label who,
      Label outcome,
      byte[] text,
      int from,
      int to,
      byte[] target,
      int out) {
    int end = time.copyTo(target, out);
    end = what.copyTo(target, end);
    end = who.copyTo(target, end);
    end = outcome.copyTo(target, end);
    if (to == from) {
      end--; // no text, so no space before it
    } else {
      end = EventForm.putText(text, from, to, target, end);
    }
    target[end++] = '\n';
    return end;
  }
}
