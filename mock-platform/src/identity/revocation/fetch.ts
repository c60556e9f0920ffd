import { RevocationUnavailable } from './status.ts';

/** What a certification service answered over HTTP. */
export interface Fetched {
  status: number;
  etag: string | undefined;
  body: Uint8Array;
}

export interface Question {
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: Uint8Array;
  /** When to give up, and the longest answer that is taken. */
  limits?: Limits;
}

export interface Limits {
  milliseconds: number;
  bytes: number;
}

/** Two sources one after the other must be done before a box gives up waiting (5 s). */
export const shortLimits: Limits = { milliseconds: 2000, bytes: 256 * 1024 };
/** Twice a complete list of ten million certificates. */
export const listLimits: Limits = { milliseconds: 60_000, bytes: 768 * 1024 * 1024 };

/** Fetches from the certification service; tests give their own. @throws RevocationUnavailable */
export type Fetch = (url: string, question: Question) => Promise<Fetched>;

/** Into one block when the length is announced: a list of hundreds of megabytes is not held twice. */
async function readBody(response: Response, most: number): Promise<Uint8Array> {
  const announced = Number(response.headers.get('content-length') ?? Number.NaN);
  if (announced > most) throw new RevocationUnavailable('answer too large');
  const isAnnounced = Number.isSafeInteger(announced) && !response.headers.has('content-encoding');
  const whole = isAnnounced ? new Uint8Array(announced) : undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const chunk = part.value;
    if (size + chunk.length > (whole?.length ?? most)) {
      await reader?.cancel();
      throw new RevocationUnavailable('answer too large');
    }
    if (whole) whole.set(chunk, size);
    else chunks.push(chunk);
    size += chunk.length;
  }
  if (whole && size !== whole.length) throw new RevocationUnavailable('answer cut off');
  return whole ?? Buffer.concat(chunks);
}

/** Over HTTP, within the limits, without following redirects. */
export const fetchOverHttp: Fetch = async (url, { method, headers = {}, body, limits = shortLimits }) => {
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(limits.milliseconds),
      ...(body ? { body: new Uint8Array(body) } : {}),
    });
    return {
      status: response.status,
      etag: response.headers.get('etag') ?? undefined,
      body: await readBody(response, limits.bytes),
    };
  } catch (error) {
    if (error instanceof RevocationUnavailable) throw error;
    throw new RevocationUnavailable(`no answer from the certification service (${(error as Error).name})`);
  }
};
