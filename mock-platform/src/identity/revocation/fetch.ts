import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
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
async function readBody(response: IncomingMessage, most: number): Promise<Uint8Array> {
  const announced = Number(response.headers['content-length'] ?? Number.NaN);
  if (announced > most) throw new RevocationUnavailable('answer too large');
  const whole = Number.isSafeInteger(announced) ? Buffer.allocUnsafe(announced) : undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (size + chunk.length > (whole?.length ?? most)) throw new RevocationUnavailable('answer too large');
    if (whole) whole.set(chunk, size);
    else chunks.push(chunk);
    size += chunk.length;
  }
  if (whole && size !== whole.length) throw new RevocationUnavailable('answer cut off');
  return whole ?? Buffer.concat(chunks);
}

/** Connections stay open between questions: making one costs more than the question. */
const pool = { keepAlive: true, maxSockets: 64, maxFreeSockets: 64 };
const transports = {
  'http:': { request: httpRequest, agent: new HttpAgent(pool) },
  'https:': { request: httpsRequest, agent: new HttpsAgent(pool) },
};

/** The service closed a kept connection in the moment that we used it: nothing was heard, another one may be tried. */
class ConnectionWasOld extends Error {}

function exchange(url: URL, question: Question, signal: AbortSignal): Promise<Fetched> {
  const { method, headers = {}, body, limits = shortLimits } = question;
  const { request, agent } = transports[url.protocol === 'https:' ? 'https:' : 'http:'];
  return new Promise((resolve, reject) => {
    const length = body ? { 'content-length': body.length } : {};
    const asked = request(url, { method, agent, signal, headers: { ...headers, ...length } }, (response) => {
      readBody(response, limits.bytes)
        .then((read) =>
          resolve({ status: response.statusCode ?? 0, etag: response.headers.etag, body: read }),
        )
        .catch((error: unknown) => {
          response.destroy();
          reject(error);
        });
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      const isOld = asked.reusedSocket && error.code === 'ECONNRESET';
      reject(isOld ? new ConnectionWasOld() : error);
    });
    asked.end(body);
  });
}

/** Over HTTP, within the limits, on connections that are kept, without following redirects. */
export const fetchOverHttp: Fetch = async (url, question) => {
  const signal = AbortSignal.timeout((question.limits ?? shortLimits).milliseconds);
  for (;;) {
    try {
      return await exchange(new URL(url), question, signal);
    } catch (error) {
      if (error instanceof ConnectionWasOld && !signal.aborted) continue;
      if (error instanceof RevocationUnavailable) throw error;
      throw new RevocationUnavailable(`no answer from the certification service (${(error as Error).name})`);
    }
  }
};
