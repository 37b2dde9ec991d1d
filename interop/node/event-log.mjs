// What a server writes down: server-<name>.log.

import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const MAX_WAITING = 16 * 1024 * 1024; // bytes that wait for the disk

/** Lines of time, event and text, written behind the server's back. */
export class EventLog {
  #file;
  #shed = 0;

  constructor(directory, name) {
    if (directory !== undefined) {
      mkdirSync(directory, { recursive: true });
      this.#file = createWriteStream(join(directory, `server-${name}.log`), { flags: 'a' });
    }
  }

  /** Notes an event. If the disk is too slow for all of them, notes how many it has missed. */
  event(kind, text) {
    if (this.#file === undefined) {
      return;
    }
    if (this.#file.writableLength > MAX_WAITING) {
      this.#shed += 1;
      return;
    }
    if (this.#shed > 0) {
      this.#file.write(`${Date.now() / 1000} shed ${this.#shed} events\n`);
      this.#shed = 0;
    }
    this.#file.write(`${Date.now() / 1000} ${kind} ${escape(text)}\n`);
  }

  /** Writes what is left, then calls back. */
  close(done) {
    if (this.#file === undefined) {
      done();
    } else {
      this.#file.end(done);
    }
  }
}

/** Bytes that are not plain ASCII as \xHH, so that no control byte gets out. */
function escape(text) {
  return text.replace(
    /[^\x20-\x7e]/g,
    (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
