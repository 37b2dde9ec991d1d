// Asks a service that speaks as Google Places "Nearby Search" (legacy) what is near a position.

const DEADLINE = 2_000; // milliseconds

export const UNKNOWN = '{"html_attributions":[],"results":[],"status":"UNKNOWN_ERROR"}';

/** The service's JSON, its results cut to `bound`; rejects whatever goes wrong. */
export async function placesNear(service, [latitude, longitude], metres, bound) {
  if (service.url === undefined) {
    return UNKNOWN;
  }
  const query = new URLSearchParams({
    location: `${latitude},${longitude}`,
    radius: String(metres),
    key: service.key,
  });
  const signal = AbortSignal.timeout(DEADLINE);
  const response = await fetch(`${service.url}?${query}`, { signal });
  return tidy(await response.text(), bound);
}

/** Cuts the results to `bound` and takes the empty lines out; the rest stays as it came. */
function tidy(body, bound) {
  const reply = JSON.parse(body);
  const text =
    reply.results.length > bound
      ? JSON.stringify({ ...reply, results: reply.results.slice(0, bound) }, null, 3)
      : body;
  return text.replace(/(?:\r?\n)+/g, '\n').trim();
}
