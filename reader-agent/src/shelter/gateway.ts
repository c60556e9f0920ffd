import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as z from 'zod/mini';
import { codeOf } from '../failure.ts';
import { commonHeaders, sendProblem } from '../local/headers.ts';
import { malformed } from '../local/page-socket.ts';
import { ReceptionLeft, ReceptionMode, ReceptionName, type ReceptionState } from '../protocol/reception.ts';
import { sentenceOf } from '../protocol/sentences.ts';
import type { ReaderBackend } from '../readers/reader.ts';
import { readBody } from '../services/read-body.ts';
import type { Reception } from './reception.ts';

export interface ReceptionGatewayParts {
  reception: Reception;
  reader: Pick<ReaderBackend, 'status'>;
  online: () => boolean;
}

const root = '/services/reception/';

/** `/services/reception/…`: what the page of a reception sees and does. Of the platform's services it reaches none. */
export class ReceptionGateway {
  constructor(private readonly parts: ReceptionGatewayParts) {}

  /** Answers a request whose Host, origin and pairing have been checked. */
  async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (request.headers['x-chanoma'] !== '1') return sendProblem(response, 403, 'request.header');
    const what = url.pathname.startsWith(root) ? url.pathname.slice(root.length) : '';
    if (request.method === 'GET' && what === 'state') return this.sendState(response);
    if (request.method !== 'POST') return sendProblem(response, 404, 'request.unknown-path');
    const text = await readBody(request);
    if (text === undefined) return sendProblem(response, 413, 'request.malformed', 'body over 64 KiB');
    try {
      if (!(await this.change(what, text))) return sendProblem(response, 404, 'request.unknown-path');
    } catch (error) {
      const code = codeOf(error, 'platform.failed');
      return sendProblem(response, code === 'request.malformed' ? 400 : 503, code);
    }
    return this.sendState(response);
  }

  private async change(what: string, text: string): Promise<boolean> {
    const { reception } = this.parts;
    if (what === 'mode') reception.mode = parsed(ReceptionMode, text);
    else if (what === 'name') await reception.note({ kind: 'named', ...parsed(ReceptionName, text) });
    else if (what === 'left') await reception.note({ kind: 'left', ...parsed(ReceptionLeft, text) });
    else return false;
    return true;
  }

  private sendState(response: ServerResponse): void {
    const { reception, reader, online } = this.parts;
    const { fault, board } = reception;
    const state: ReceptionState = {
      mode: reception.mode,
      reader: reader.status,
      platform: online() ? 'online' : 'offline',
      waiting: reception.waiting,
      recent: reception.recent(),
      ...(fault === undefined ? {} : { fault: { code: fault, sentence: sentenceOf(fault).ja } }),
      ...(board === undefined ? {} : { board }),
    };
    response.writeHead(200, {
      ...commonHeaders,
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
    response.end(JSON.stringify(state));
  }
}

/** @throws AgentFailure `request.malformed` naming the field */
function parsed<T>(schema: z.ZodMiniType<T>, text: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const checked = schema.safeParse(value);
  if (!checked.success) throw malformed(checked.error);
  return checked.data;
}
