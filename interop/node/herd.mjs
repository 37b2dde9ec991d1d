// What a server of the herd knows, and how it answers whoever connects.

import { placesNear, UNKNOWN } from './places.mjs';
import { coordinates, questionOf, Report, split } from './reports.mjs';

const MAX_LINE = 1024; // bytes of a client's line; an AT line may have names behind it
const MAX_AT_LINE = 4096;
const ECHO = 128; // bytes of a line that is too long
const LINGER = 2_000; // milliseconds for the other side to read that and close
const MAX_CLOCK_AHEAD = 10_000_000_000n; // nanoseconds; a server's clock may be so far ahead
const MAX_HELD = 1000; // reports of servers whose clocks are further ahead
const MAX_WAIT = 24 * 3600 * 1000; // milliseconds; then the clock is looked at again

/** The newest report of every client, and those who are told of it. */
export class Herd {
  #reports = new Map();
  #held = 0;

  constructor(name, peerHosts, places, log) {
    this.name = name;
    this.peerHosts = peerHosts;
    this.places = places;
    this.log = log;
    this.neighbours = [];
  }

  /** Answers the lines of one connection in order until the other side has said all. */
  serve(socket) {
    const isPeer = this.peerHosts.has(socket.remoteAddress);
    let rest = '';
    socket.setEncoding('latin1');
    socket.on('data', async (chunk) => {
      if (socket.writableEnded) {
        return; // a line was too long
      }
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      if (isTooLong(rest)) {
        lines.push(rest);
      }
      socket.pause();
      await this.#answerAll(lines, isPeer, socket);
      socket.resume();
    });
    socket.on('end', async () => {
      if (rest !== '' && !socket.writableEnded) {
        await this.#answerAll([rest], isPeer, socket);
      }
      socket.end();
    });
    socket.on('error', (error) => this.log.event('broken', error.message));
  }

  async #answerAll(lines, isPeer, socket) {
    let replies = '';
    for (const line of lines) {
      this.log.event('in', line.slice(0, MAX_LINE));
      let reply = this.#answer(line, isPeer);
      if (typeof reply !== 'string') {
        socket.write(replies, 'latin1');
        replies = '';
        reply = await reply;
      }
      if (reply !== '') {
        this.log.event('out', reply);
      }
      replies += reply;
      if (isTooLong(line)) {
        socket.end(replies, 'latin1');
        socket.setTimeout(LINGER, () => socket.destroy());
        return;
      }
    }
    if (replies !== '' && !socket.write(replies, 'latin1')) {
      await drained(socket);
    }
  }

  /** The reply to a line, or the promise of one; empty to a complaint. */
  #answer(line, isPeer) {
    if (isTooLong(line)) {
      return complaint(line.slice(0, ECHO));
    }
    const fields = split(line);
    switch (fields[0]) {
      case 'IAMAT':
        return this.#iamat(fields) ?? complaint(line);
      case 'WHATSAT':
        return this.#whatsat(fields) ?? complaint(line);
      case 'AT':
        return (isPeer ? this.#at(fields) : undefined) ?? complaint(line);
      default:
        return complaint(line);
    }
  }

  #iamat(fields) {
    const report = Report.ofClient(fields, this.name, now());
    if (report === undefined) {
      return undefined;
    }
    this.#learn(report);
    return `${report.line}\n`;
  }

  #whatsat(fields) {
    const question = questionOf(fields);
    const report = question && this.#reports.get(question.client);
    return report && this.#near(report, question);
  }

  async #near(report, { metres, bound }) {
    let places = UNKNOWN;
    try {
      const text = await placesNear(this.places, coordinates(report.position), metres, bound);
      places = Buffer.from(text).toString('latin1');
    } catch (error) {
      this.log.event('places', `failed: ${error.name}`);
    }
    return `${report.line}\n${places}\n\n`;
  }

  #at(fields) {
    const report = Report.ofServer(fields);
    if (report === undefined) {
      return undefined;
    }
    this.#hear(report);
    return '';
  }

  /** A server tells a report. It waits where that server's clock is too far ahead. */
  #hear(report) {
    const ahead = report.received - now() - MAX_CLOCK_AHEAD;
    const known = this.#reports.get(report.client);
    if (ahead > 0n) {
      this.#hold(report, Number(ahead / 1_000_000n));
    } else if (known === undefined || !report.isRewritten(known)) {
      this.#learn(report);
    }
  }

  #hold(report, milliseconds) {
    this.log.event('ahead', report.line);
    if (this.#held < MAX_HELD) {
      this.#held += 1;
      setTimeout(() => {
        this.#held -= 1;
        this.#hear(report);
      }, Math.min(milliseconds + 1, MAX_WAIT)).unref();
    }
  }

  /** Keeps a report that is newer and passes it on; any other ends here. */
  #learn(report) {
    const known = this.#reports.get(report.client);
    if (known !== undefined && !report.isNewerThan(known)) {
      return;
    }
    this.#reports.set(report.client, report);
    for (const neighbour of this.neighbours) {
      neighbour.tell(report);
    }
  }
}

/** Waits until the other side has read, or is gone. */
function drained(socket) {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}

/** Nanoseconds since 1970. */
function now() {
  return BigInt(Date.now()) * 1_000_000n;
}

function isTooLong(line) {
  return line.length > (line.startsWith('AT') ? MAX_AT_LINE : MAX_LINE);
}

/** Says that the line is invalid, unless that is what it says itself. */
function complaint(line) {
  return line.startsWith('?') ? '' : `? ${line}\n`;
}
