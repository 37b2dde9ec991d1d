// A neighbour: each report goes to it on a connection of its own.

import { connect } from 'node:net';

const MAX_CONNECTIONS = 16; // at a time
const PATIENCE = 5_000; // milliseconds for one message
const RETRY = 1_000; // milliseconds

/** A server that is told every report that is news to us. It never makes anybody wait. */
export class Neighbour {
  #log;
  #untold = new Map(); // client → its newest report
  #connections = 0;
  #isAway = false;

  constructor({ name, host, port }, log) {
    this.name = name;
    this.host = host;
    this.port = port;
    this.#log = log;
  }

  /** Tells a report as soon as a connection is free. */
  tell(report) {
    this.#untold.set(report.client, report);
    this.#tellNext();
  }

  #tellNext() {
    while (!this.#isAway && this.#untold.size > 0 && this.#connections < MAX_CONNECTIONS) {
      const [report] = this.#untold.values();
      this.#untold.delete(report.client);
      this.#send(report);
    }
  }

  #send(report) {
    this.#connections += 1;
    const socket = connect({ host: this.host, port: this.port });
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error('it does not hang up')));
    socket.on('connect', () => this.#log.event(`flood ${this.name}`, report.line));
    socket.on('error', (error) => this.#failed(report, error, socket));
    socket.on('close', () => {
      this.#connections -= 1;
      this.#tellNext();
    });
    socket.resume(); // what it says is thrown away
    socket.end(`${report.line}\n`, 'latin1');
  }

  #failed(report, error, socket) {
    this.#log.event('link', `${this.name} failed: ${error.message}`);
    if (!socket.pending) {
      return; // the report was sent
    }
    if (!this.#untold.has(report.client)) {
      this.#untold.set(report.client, report);
    }
    if (!this.#isAway) {
      this.#isAway = true;
      setTimeout(() => this.#comeBack(), RETRY).unref();
    }
  }

  #comeBack() {
    this.#isAway = false;
    this.#tellNext();
  }
}
