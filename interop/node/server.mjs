#!/usr/bin/env node
// One server of a herd, in Node.js. `node server.mjs --help` says how to start it.

import { createServer } from 'node:net';
import { parseArgs } from 'node:util';

import { EventLog } from './event-log.mjs';
import { Herd } from './herd.mjs';
import { Neighbour } from './neighbour.mjs';

const USAGE = `usage: server.mjs NAME --listen HOST:PORT [--neighbour NAME=HOST:PORT]...
                  [--log DIR] [--places URL]

One server of a herd, in Node.js. --log is where server-NAME.log goes, --places a Nearby Search
(legacy) whose key is $PLACES_KEY.`;

/** HOST:PORT or NAME=HOST:PORT, taken apart. */
function address(text, pattern) {
  const match = pattern.exec(text);
  if (match === null) {
    fail(`'${text}' is no address\n${USAGE}`, 2);
  }
  return { ...match.groups, port: Number(match.groups.port) };
}

function fail(message, code) {
  console.error(message);
  process.exit(code);
}

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        listen: { type: 'string' },
        neighbour: { type: 'string', multiple: true, default: [] },
        log: { type: 'string' },
        places: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    if (positionals.length !== 1 || values.listen === undefined) {
      fail(USAGE, 2);
    }
    return { ...values, name: positionals[0] };
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`, 2);
  }
}

function main() {
  const { name, listen, neighbour, log: directory, places: url } = options();
  const log = new EventLog(directory, name);
  const self = address(listen, /^(?<host>.+):(?<port>\d+)$/);
  const peers = neighbour.map((each) => address(each, /^(?<name>[^=]+)=(?<host>.+):(?<port>\d+)$/));
  const hosts = new Set([self, ...peers].map(({ host }) => host));
  const places = { url, key: process.env.PLACES_KEY ?? '' };
  const herd = new Herd(Buffer.from(name).toString('latin1'), hosts, places, log);
  herd.neighbours = peers.map((peer) => new Neighbour(peer, log));

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    herd.serve(socket);
  });
  server.on('error', (error) => fail(`${name} cannot listen: ${error.message}`, 1));
  server.listen(self.port, self.host);
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, () => log.close(() => process.exit(0)));
  }
}

main();
