// The lines of a herd: which are valid, what they say, and which of two reports wins.
//
// A line is a string in which every character is a byte ('latin1'), because a client's name may be
// any bytes, and what a client sends is repeated as it is.

const SECOND = 1_000_000_000n; // nanoseconds
const TOLERANCE = 60n * SECOND; // a client's clock may be so far ahead
const MICROSECOND = 1_000n;
const MAX_NAME = 255;
const MAX_RADIUS = 50; // kilometres
const MAX_PLACES = 20;

const POSITION = /^([+-]\d+(?:\.\d*)?)([+-]\d+(?:\.\d*)?)$/;
const NUMBER = /^\d+(?:\.\d*)?$/;
const DELTA = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?$/;
const BLANKS = /[ \t\r\n\f\v]+/; // \s would know more than these six
// C0 and DEL; C1 as UTF-8; C1 as one byte.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x1f\x7f]|\xc2[\x80-\x9f]|(?<![\x80-\xff])[\x80-\x9f]/;

/** The fields of a line. */
export function split(line) {
  return line.split(BLANKS).filter((field) => field !== '');
}

/** Where a client was and when, in the words of the server that heard it. */
export class Report {
  constructor(server, delta, client, position, time) {
    this.server = server;
    this.delta = delta;
    this.client = client;
    this.position = position;
    this.time = time;
    this.line = `AT ${server} ${delta} ${client} ${position} ${time}`;
    this.nanos = nanosOf(time);
    this.received = this.nanos + nanosOfDelta(delta);
  }

  /** The report of a client that `server` hears at `now`, in nanoseconds; undefined if invalid. */
  static ofClient(fields, server, now) {
    const [, client, position, time] = fields;
    if (fields.length !== 4 || !isName(client) || !isPosition(position) || !NUMBER.test(time)) {
      return undefined;
    }
    return new Report(server, deltaText(now - nanosOf(time)), client, position, time);
  }

  /** The report that another server tells; undefined if invalid. */
  static ofServer(fields) {
    const [, server, delta, client, position, time] = fields;
    if (fields.length < 6 || !DELTA.test(delta) || !isPosition(position) || !NUMBER.test(time)) {
      return undefined;
    }
    return new Report(server, delta, client, position, time);
  }

  /** The client's time, but not for ever the newest where its clock is far ahead. */
  get orderTime() {
    const latest = this.received + TOLERANCE;
    return this.nanos < latest ? this.nanos : latest;
  }

  /** Whether this report wins over another of the same client. All servers agree on that. */
  isNewerThan(other) {
    const order =
      compare(this.orderTime, other.orderTime) ||
      compare(this.nanos, other.nanos) ||
      compare(digitsPastNine(this.time), digitsPastNine(other.time)) ||
      compare(this.position, other.position) ||
      compare(this.server, other.server) ||
      compare(this.received, other.received) ||
      compare(this.delta, other.delta) ||
      compare(this.time, other.time);
    return order > 0;
  }

  /** Whether this is the known report with its numbers written anew. */
  isRewritten(known) {
    const apart = this.nanos - known.nanos;
    const [latitude, longitude] = coordinates(this.position);
    const [knownLatitude, knownLongitude] = coordinates(known.position);
    return (
      -MICROSECOND < apart && apart < MICROSECOND &&
      latitude === knownLatitude && longitude === knownLongitude
    );
  }
}

/** Client, radius in metres and number of places of a WHATSAT; undefined if invalid. */
export function questionOf(fields) {
  const [, client, radius, bound] = fields;
  const valid =
    fields.length === 4 &&
    NUMBER.test(radius) && isAtMost(radius, MAX_RADIUS) &&
    /^\d+$/.test(bound) && isAtMost(bound, MAX_PLACES);
  return valid ? { client, metres: Number(radius) * 1000, bound: Number(bound) } : undefined;
}

/** Latitude and longitude in degrees. */
export function coordinates(position) {
  const [, latitude, longitude] = POSITION.exec(position);
  return [Number(latitude), Number(longitude)];
}

function isName(name) {
  return name.length <= MAX_NAME && !CONTROL.test(name);
}

function isPosition(text) {
  const match = POSITION.exec(text);
  return match !== null && isAtMost(match[1].slice(1), 90) && isAtMost(match[2].slice(1), 180);
}

/** Compares digits, for a Number would round them. */
function isAtMost(text, most) {
  const [whole, fraction = ''] = text.split('.');
  return Number(whole) < most || (Number(whole) === most && !/[1-9]/.test(fraction));
}

function nanosOf(time) {
  const [seconds, fraction = ''] = time.split('.');
  return BigInt(seconds + fraction.slice(0, 9).padEnd(9, '0'));
}

function digitsPastNine(time) {
  const [, fraction = ''] = time.split('.');
  return fraction.slice(9).replace(/0+$/, '');
}

function nanosOfDelta(delta) {
  const [, sign, seconds, fraction = '', exponent = '0'] = DELTA.exec(delta);
  const digits = BigInt(seconds + fraction);
  const shift = 9 - fraction.length + Number(exponent);
  const power = 10n ** BigInt(Math.abs(shift));
  return (sign === '-' ? -1n : 1n) * (shift < 0 ? digits / power : digits * power);
}

function deltaText(nanos) {
  const digits = String(nanos < 0n ? -nanos : nanos).padStart(10, '0');
  return `${nanos < 0n ? '-' : '+'}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}
