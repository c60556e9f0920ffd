import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type WebSocket, WebSocketServer } from 'ws';
import type {
  BoxState,
  LoginPhase,
  LoginProgress,
  MethodName,
  Notification,
  NotificationName,
  PageSettings,
  Params,
  PinEntry,
} from '../../reader-agent/src/protocol/local.ts';
import { notices, quietBox, shelters } from './canned.ts';

export const dist = path.resolve(fileURLToPath(import.meta.url), '../../../tv-app/dist');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The page must run under this: no inline script, no eval, nothing from elsewhere. */
export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'";

/** Decides on an answer; 200 unless it says otherwise. */
export type CannedService = (url: URL, body: unknown) => { status?: number; body: unknown };

export interface FakeAgent {
  url: string;
  state: BoxState;
  /** What the page asked, in order. */
  calls: { method: MethodName; params: unknown }[];
  /** Answers of `/services/…`: a value, or a {@link CannedService} where the query, the body or the status matters. */
  services: Record<string, unknown>;
  /** Results of methods that it does not play itself. */
  replies: Partial<Record<MethodName, unknown>>;
  notify<N extends NotificationName>(method: N, params: Notification<N>): void;
  /** Sets a login's progress, as the agent would tell it. */
  login(phase: LoginPhase, more?: Partial<Omit<LoginProgress, 'phase'>>): void;
  signIn(callName: string): void;
  signOut(reason: 'card-removed' | 'viewer' | 'idle' | 'expired'): void;
  dropLines(): void;
  /** While true every line breaks at once. */
  away: boolean;
  close(): Promise<void>;
}

const loginId = '77777777-0000-4000-8000-000000000001';

/** Plays the reader agent: serves the built page, JSON-RPC on `/agent` and canned data under `/services`. */
export async function startFakeAgent(
  options: {
    port?: number;
    state?: Partial<BoxState>;
    settings?: Partial<PageSettings>;
    services?: Record<string, unknown>;
    dist?: string;
  } = {},
): Promise<FakeAgent> {
  const state: BoxState = { ...quietBox, ...options.state };
  const calls: FakeAgent['calls'] = [];
  const services: Record<string, unknown> = {
    '/notices/public': notices,
    '/town/shelters': shelters,
    ...options.services,
  };
  const settings = { livingRoomOrigins: [], renderer: 'canvas2d', ...options.settings };
  const sockets = new Set<WebSocket>();
  const replies: FakeAgent['replies'] = {};

  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname.startsWith('/services/')) void answerService(url, services, request, response);
    else void serveFile(options.dist ?? dist, url.pathname, settings, response);
  });
  const wss = new WebSocketServer({ server: http, path: '/agent' });
  wss.on('connection', (socket) => {
    if (agent.away) socket.terminate();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('message', (data) => {
      const { id, method, params } = JSON.parse(String(data)) as {
        id: number;
        method: MethodName;
        params: unknown;
      };
      calls.push({ method, params });
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, ...reply(state, replies, method, params) }));
    });
  });
  await new Promise<void>((resolve) => http.listen(options.port ?? 0, '127.0.0.1', resolve));

  const agent: FakeAgent = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    state,
    calls,
    services,
    replies,
    away: false,
    notify(method, params) {
      for (const socket of sockets) socket.send(JSON.stringify({ jsonrpc: '2.0', method, params }));
    },
    login(phase, more = {}) {
      const { service = 'health', tier = 't1' } = state.login ?? {};
      state.login = { login: loginId, service, tier, phase, ...more };
      agent.notify('login.changed', state.login);
    },
    signIn(callName) {
      state.session = {
        callName,
        tier: 't1',
        services: ['health', 'booking', 'notices'],
        since: new Date().toISOString(),
        notices: [],
      };
      agent.notify('session.changed', { session: state.session });
    },
    signOut(reason) {
      state.session = null;
      agent.notify('session.changed', { session: null, reason });
    },
    dropLines() {
      for (const socket of sockets) socket.terminate();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.terminate();
        wss.close();
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
  return agent;
}

function reply(state: BoxState, replies: FakeAgent['replies'], method: MethodName, params: unknown): object {
  switch (method) {
    case 'hello':
      return { result: state };
    case 'login.start':
      state.login = {
        login: loginId,
        service: (params as Params<'login.start'>).service,
        tier: 't1',
        phase: 'waiting-for-card',
      };
      return { result: { login: loginId } };
    case 'pin.type':
      return { result: counted(state, 1) };
    case 'pin.erase':
      return { result: counted(state, (params as Params<'pin.erase'>).all ? -16 : -1) };
    case 'orders.answer': {
      const { order, answer, residents } = params as Params<'orders.answer'>;
      const shown = state.orders.find((candidate) => candidate.order.id === order);
      if (!shown) return { error: { code: -32000, message: 'unknown', data: { code: 'order.unknown' } } };
      shown.residents = shown.residents.map((one) =>
        residents.includes(one.subject) ? { ...one, answer } : one,
      );
      return { result: shown };
    }
    default:
      return { result: replies[method] ?? {} };
  }
}

/** The agent's buffer, of which the page knows nothing but the count. */
function counted(state: BoxState, more: number): PinEntry {
  const { pin } = state.login ?? {};
  if (!pin) throw new Error('no PIN is asked for');
  pin.typed = Math.max(0, Math.min(pin.most, pin.typed + more));
  return pin;
}

async function answerService(
  url: URL,
  services: Record<string, unknown>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = url.pathname.slice('/services'.length);
  const found = services[name] ?? services[`${request.method} ${name}`];
  if (request.headers['x-chanoma'] !== '1' || found === undefined) {
    response.writeHead(502, { 'content-type': 'application/problem+json' });
    response.end(
      JSON.stringify({ type: 'about:blank', title: 'failed', status: 502, code: 'platform.failed' }),
    );
    return;
  }
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const { status = 200, body } =
    typeof found === 'function'
      ? (found as CannedService)(url, text ? JSON.parse(text) : undefined)
      : { body: found };
  response.writeHead(status, {
    'content-type': status === 200 ? 'application/json' : 'application/problem+json',
  });
  response.end(JSON.stringify(body));
}

async function serveFile(
  folder: string,
  pathname: string,
  settings: object,
  response: ServerResponse,
): Promise<void> {
  const name = pathname === '/' ? '/index.html' : path.posix.normalize(pathname);
  try {
    let body: Buffer | string = await readFile(path.join(folder, name));
    if (name === '/index.html') {
      body = String(body).replace(/(<script[^>]*id="box"[^>]*>)\{\}/, `$1${JSON.stringify(settings)}`);
    }
    response.writeHead(200, {
      'content-type': types[path.extname(name)] ?? 'application/octet-stream',
      'content-security-policy': contentSecurityPolicy,
    });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}
