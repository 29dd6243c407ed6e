/** Requests to the bridge that served this page. */

const API = 'api/v1/';

/** What the bridge refused, or that it cannot be reached. */
export class Problem extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (response.ok) {
    return body;
  }
  const where = body.field ? ` (${body.field})` : '';
  throw new Problem(response.status, (body.detail ?? `HTTP ${response.status}`) + where);
}

export async function get(path) {
  return answer(await fetch(API + path, { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(10000) }));
}

/** All rows of a list, page by page, as far as a page of this kind can show them. */
export async function list(path, most) {
  const items = [];
  let page = null;
  do {
    const after = page === null ? '' : `&after=${encodeURIComponent(page.next)}`;
    page = await get(`${path}?limit=1000${after}`);
    items.push(...page.items);
  } while (page.next !== null && items.length < most);
  return { ...page, items };
}

/** Publishes a command, and waits for a while for its result. */
export async function send(command) {
  const response = await fetch(`${API}commands?wait=10s`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(command),
  });
  return answer(response);
}

/**
 * Follows events; the browser goes on where they stopped. Where that is gone, or they are refused,
 * `lost` is told, and nothing more comes.
 */
export function follow(told, lost) {
  const source = new EventSource(`${API}events`);
  source.addEventListener('message', (event) => told(JSON.parse(event.data)));
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) {
      lost();
    }
  });
}
