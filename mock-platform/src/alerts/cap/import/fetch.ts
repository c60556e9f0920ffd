import { mostOctets } from '../xml/limits.ts';

/** An address whose answer was not taken. */
export class FeedFault extends Error {
  constructor(
    readonly code:
      | 'feed.address'
      | 'feed.unreachable'
      | 'feed.timeout'
      | 'feed.status'
      | 'feed.redirect'
      | 'feed.too-large',
    message: string,
  ) {
    super(message);
    this.name = 'FeedFault';
  }
}

export interface FeedAnswer {
  /** Undefined: nothing new since the last time (304). */
  bytes: Uint8Array | undefined;
  etag: string | null;
  lastModified: string | null;
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * The address of a feed: https, or any on this very machine; no user name in it.
 * @throws FeedFault `feed.address`
 */
export function feedAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const allowed =
    url !== undefined &&
    url.username === '' &&
    url.password === '' &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname)));
  if (!allowed) throw new FeedFault('feed.address', 'Only https, or http on this machine.');
  return url;
}

async function readAtMost(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Uint8Array> {
  const reader = body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  while (reader !== undefined) {
    // The reader sees what is unpacked: a small answer that swells is cut too.
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new FeedFault('feed.too-large', `More than ${limit} octets.`);
    }
    parts.push(value);
  }
  return Buffer.concat(parts);
}

/**
 * Asks a feed for what is new; follows no redirection.
 * @throws FeedFault
 */
export async function fetchFeed(
  address: string,
  known: { etag: string | null; lastModified: string | null },
  { timeoutMilliseconds = 15_000, limit = mostOctets } = {},
): Promise<FeedAnswer> {
  const url = feedAddress(address);
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  try {
    const answer = await fetch(url, {
      redirect: 'manual',
      signal,
      headers: {
        accept: 'application/atom+xml, application/cap+xml, application/xml, application/json',
        ...(known.etag === null ? {} : { 'if-none-match': known.etag }),
        ...(known.lastModified === null ? {} : { 'if-modified-since': known.lastModified }),
      },
    });
    if (answer.status === 304) {
      await answer.body?.cancel();
      return { bytes: undefined, ...known };
    }
    if (answer.status >= 300 && answer.status < 400) {
      await answer.body?.cancel();
      throw new FeedFault('feed.redirect', 'The address leads elsewhere; it is not followed.');
    }
    if (answer.status !== 200) {
      await answer.body?.cancel();
      throw new FeedFault('feed.status', `The answer has status ${answer.status}.`);
    }
    const bytes = await readAtMost(answer.body, limit);
    const header = (name: string): string | null => answer.headers.get(name)?.slice(0, 500) ?? null;
    return { bytes, etag: header('etag'), lastModified: header('last-modified') };
  } catch (error) {
    if (error instanceof FeedFault) throw error;
    if (signal.aborted) throw new FeedFault('feed.timeout', `No answer in ${timeoutMilliseconds} ms.`);
    throw new FeedFault('feed.unreachable', 'The address does not answer.');
  }
}
