import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { AgentFailure } from '../failure.ts';

/** Largest answer that is read, bytes. */
const answerLimit = 2 * 1024 * 1024;
/** How long a connection is kept for the next request, ms; the platform may say less. */
const idleMs = 4_000;

const connections = {
  'http:': new HttpAgent({ keepAlive: true, timeout: idleMs }),
  'https:': new HttpsAgent({ keepAlive: true, timeout: idleMs }),
};

export interface Exchange {
  method: string;
  headers: Record<string, string>;
  body?: string | undefined;
  /** Longest wait for the whole answer, ms. */
  limitMs: number;
}

/**
 * One request and its whole answer; redirections are not followed. Node's own client and not `fetch`, which takes 17 MB
 * more of a box's memory (`npm run bench -- agent`).
 * @throws Error without an answer in time, AgentFailure `platform.failed` when it is too large
 */
export async function exchange(
  url: URL,
  { method, headers, body, limitMs }: Exchange,
): Promise<{ answer: IncomingMessage; content: Buffer }> {
  const secure = url.protocol === 'https:';
  const options: RequestOptions = {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
    agent: connections[secure ? 'https:' : 'http:'],
    signal: AbortSignal.timeout(limitMs),
  };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(url, options, resolve);
    // Also after the answer has begun: whoever reads it is told as well.
    request.on('error', reject);
    request.end(body);
  });
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    // Leaving the loop ends the connection.
    if (size > answerLimit) throw new AgentFailure('platform.failed', 'answer too large');
    parts.push(part);
  }
  return { answer, content: Buffer.concat(parts) };
}
