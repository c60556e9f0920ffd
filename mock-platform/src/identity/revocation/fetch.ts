import { RevocationUnavailable } from './status.ts';

/** Two sources one after the other must be done before a box gives up waiting (5 s). */
const LIMIT_MS = 2000;
const MAX_BYTES = 64 * 1024 * 1024;

/** What a certification service answered over HTTP. */
export interface Fetched {
  status: number;
  etag: string | undefined;
  body: Buffer;
}

export interface Question {
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: Uint8Array;
}

/** Fetches from the certification service; tests give their own. @throws RevocationUnavailable */
export type Fetch = (url: string, question: Question) => Promise<Fetched>;

async function readBody(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size > MAX_BYTES) {
      await reader?.cancel();
      throw new RevocationUnavailable('answer too large');
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** Over HTTP, within two seconds, without following redirects. */
export const fetchOverHttp: Fetch = async (url, { method, headers = {}, body }) => {
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(LIMIT_MS),
      ...(body ? { body: new Uint8Array(body) } : {}),
    });
    return {
      status: response.status,
      etag: response.headers.get('etag') ?? undefined,
      body: await readBody(response),
    };
  } catch (error) {
    if (error instanceof RevocationUnavailable) throw error;
    throw new RevocationUnavailable(`no answer from the certification service (${(error as Error).name})`);
  }
};
