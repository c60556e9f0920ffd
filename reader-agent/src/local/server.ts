import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { secretHeader } from '../protocol/local.ts';
import { sentences } from '../protocol/sentences.ts';
import type { Gateway } from '../services/gateway.ts';
import { checkHost, checkOrigin, checkReading, cookiesOf } from './gate.ts';
import { commonHeaders, htmlHeaders, sendProblem } from './headers.ts';
import type { Announce, PageApi } from './page-api.ts';
import { closeCodes, frameLimit, PageSocket } from './page-socket.ts';
import type { Pairing } from './pairing.ts';
import { notBuilt, plainPage } from './plain-page.ts';
import { RateLimit } from './rate.ts';
import { refuseOnSocket } from './refuse-on-socket.ts';
import type { StaticFiles } from './static-files.ts';
import { Strangers } from './strangers.ts';

export interface LocalServerParts {
  port: number;
  pairing: Pairing;
  files: StaticFiles;
  /** Origins that may frame the page. */
  framers: readonly string[];
  api: PageApi;
  gateway: Pick<Gateway, 'answer'>;
}

/** Connections that have not shown the page's secret; one more ends the oldest. */
const strangersAtOnce = 32;
/** Sockets of the page that have not said `hello`; one more ends the oldest. */
const unheardAtOnce = 8;

/** The one origin of the television application: page, WebSocket `/agent` and `/services/…`, on loopback only. */
export class LocalServer {
  private readonly servers: Server[] = [];
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: frameLimit,
    perMessageDeflate: false,
  });
  /** The page that said `hello` last. */
  private page: PageSocket | undefined;
  private readonly strangers = new Strangers<Socket>(strangersAtOnce, (socket) => socket.destroy());
  private readonly unheard = new Strangers<PageSocket>(unheardAtOnce, (page) =>
    page.close(closeCodes.noHello, 'others wait'),
  );
  private readonly serviceRate = new RateLimit(40, 120);
  private boundPort = 0;

  constructor(private readonly parts: LocalServerParts) {}

  get port(): number {
    return this.boundPort;
  }

  /** Sends a notification to the page, if one is there. */
  readonly announce: Announce = (name, params) => this.page?.notify(name, params);

  /** Listens on both loopback addresses; `EADDRINUSE` is thrown as it is. */
  async start(): Promise<void> {
    this.boundPort = await this.listen('127.0.0.1', this.parts.port);
    try {
      await this.listen('::1', this.boundPort);
    } catch (error) {
      // A machine without IPv6 is served over IPv4 alone.
      const missing = error instanceof Error && 'code' in error ? error.code : '';
      if (missing !== 'EADDRNOTAVAIL' && missing !== 'EAFNOSUPPORT') {
        await this.stop();
        throw error;
      }
    }
  }

  async stop(): Promise<void> {
    this.page?.close(closeCodes.goingAway, 'agent stops');
    // Enough for the page to hear why; a server only ends when its last socket has.
    setTimeout(() => {
      for (const socket of this.sockets.clients) socket.terminate();
    }, 100);
    await Promise.all(
      this.servers.map((server) => {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeAllConnections();
        return closed;
      }),
    );
  }

  private listen(address: string, port: number): Promise<number> {
    const options = { maxHeaderSize: 16 * 1024, connectionsCheckingInterval: 1_000 };
    const server = createServer(options, (request, response) => {
      this.answer(request, response).catch(() => {
        if (response.headersSent) response.destroy();
        else sendProblem(response, 500, 'platform.failed');
      });
    });
    server.maxConnections = 200;
    server.headersTimeout = 5_000;
    server.requestTimeout = 10_000;
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    server.on('connection', (socket) => {
      this.strangers.add(socket);
      socket.once('close', () => this.strangers.forget(socket));
    });
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      const slow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
      const large = error.code === 'HPE_HEADER_OVERFLOW';
      refuseOnSocket(socket, slow ? 408 : large ? 431 : 400, 'request.malformed');
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port, exclusive: true }, () => {
        server.off('error', reject);
        this.servers.push(server);
        resolve((server.address() as AddressInfo).port);
      });
    });
  }

  private get cookieName(): string {
    return `chanoma-tv-${this.boundPort}`;
  }

  private paired(request: IncomingMessage): boolean {
    return cookiesOf(request, this.cookieName).some((cookie) => this.parts.pairing.accepts(cookie));
  }

  /** Whether the page itself asks: the cookie alone is also sent to whoever serves another port of this host. */
  private fromPage(request: IncomingMessage): boolean {
    const secret = request.headers[secretHeader];
    if (typeof secret !== 'string' || !this.parts.pairing.acceptsSecret(secret)) return false;
    if (!this.paired(request)) return false;
    this.strangers.forget(request.socket);
    return true;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reading = request.method === 'GET' || request.method === 'HEAD';
    const refused = checkHost(request, this.boundPort) ?? (reading ? undefined : checkOrigin(request));
    if (refused !== undefined) return sendProblem(response, 403, refused);
    const url = parseTarget(request.url);
    if (url === undefined) return sendProblem(response, 400, 'request.malformed', 'target');
    if (url.pathname.startsWith('/services/')) {
      const foreign = checkReading(request);
      if (foreign !== undefined) return sendProblem(response, 403, foreign);
      if (!this.fromPage(request)) return sendProblem(response, 401, 'request.pairing');
      if (!this.serviceRate.take()) {
        response.setHeader('retry-after', '1');
        return sendProblem(response, 429, 'request.rate');
      }
      return this.parts.gateway.answer(request, response, url);
    }
    if (!reading) return sendProblem(response, 405, 'request.method');
    if (url.pathname === '/pair') return this.pair(request, response, url);
    if (url.pathname === '/') return this.sendPage(request, response);
    const file = await this.parts.files.find(url.pathname);
    if (file === undefined) return sendProblem(response, 404, 'request.unknown-path');
    response.writeHead(200, {
      ...commonHeaders,
      'content-type': file.type,
      'content-length': file.body.length,
      'cache-control': file.caching,
    });
    response.end(request.method === 'HEAD' ? undefined : file.body);
  }

  private async pair(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const code = url.searchParams.get('code');
    // HEAD changes nothing: a link preview must not use the code up.
    const paired =
      request.method === 'GET' && code !== null ? await this.parts.pairing.redeem(code) : undefined;
    if (paired === undefined)
      return this.sendHtml(request, response, 401, plainPage(sentences['request.pairing'].plain));
    this.page?.close(closeCodes.replaced, 'paired again');
    response.writeHead(303, {
      // Browsers ask each step of a redirection who may frame it.
      ...htmlHeaders(request.headers.host ?? '', this.parts.framers),
      // A fragment is sent to nobody; the page takes it into the storage of its origin, which knows ports.
      location: `/#secret=${paired.secret}`,
      'set-cookie': `${this.cookieName}=${paired.cookie}; Path=/; HttpOnly; SameSite=Strict`,
    });
    response.end();
  }

  private async sendPage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.paired(request))
      return this.sendHtml(request, response, 401, plainPage(sentences['request.pairing'].plain));
    const page = await this.parts.files.page();
    if (page === undefined) return this.sendHtml(request, response, 503, plainPage(notBuilt));
    this.sendHtml(request, response, 200, page);
  }

  private sendHtml(request: IncomingMessage, response: ServerResponse, status: number, html: string): void {
    response.writeHead(status, htmlHeaders(request.headers.host ?? '', this.parts.framers));
    response.end(request.method === 'HEAD' ? undefined : html);
  }

  private upgradeRefusal(request: IncomingMessage): [status: number, code: string] | undefined {
    const foreign = checkHost(request, this.boundPort) ?? checkOrigin(request);
    if (foreign !== undefined) return [403, foreign];
    if (parseTarget(request.url)?.pathname !== '/agent') return [404, 'request.unknown-path'];
    return this.paired(request) ? undefined : [401, 'request.pairing'];
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refused = this.upgradeRefusal(request);
    if (refused !== undefined) {
      refuseOnSocket(socket, ...refused);
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (accepted) => {
      const { api, pairing } = this.parts;
      const host = {
        api,
        acceptsSecret: (secret: string) => pairing.acceptsSecret(secret),
        greeted: (greeted: PageSocket) => this.takeOver(greeted),
      };
      const page = new PageSocket(accepted, host, request.headers.origin ?? '');
      this.strangers.forget(request.socket);
      this.unheard.add(page);
      accepted.on('close', () => {
        this.unheard.forget(page);
        if (this.page !== page) return;
        this.page = undefined;
        api.pageGone();
      });
    });
  }

  /** Whoever said a good `hello` is the page; before that nobody can disturb the one that is there. */
  private takeOver(page: PageSocket): void {
    this.unheard.forget(page);
    const previous = this.page;
    if (previous === page) return;
    this.page = page;
    previous?.close(closeCodes.replaced, 'replaced');
    if (previous !== undefined) this.parts.api.pageGone();
  }
}

/** The request target as a URL; undefined for anything but an absolute path. */
function parseTarget(target: string | undefined): URL | undefined {
  if (target === undefined || !target.startsWith('/') || target.startsWith('//')) return undefined;
  try {
    return new URL(target, 'http://box.invalid');
  } catch {
    return undefined;
  }
}
