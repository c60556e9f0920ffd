import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import { answerClientErrors } from '../client-errors.ts';
import type { LocalNetwork } from '../configuration.ts';
import type { Clock } from '../context.ts';
import type { KeyFolder } from '../key-folder.ts';
import { closeServer, connectionLimits, listen } from '../loopback-servers.ts';
import { networkAddresses } from '../own-addresses.ts';
import { PlatformError } from '../platform-error.ts';
import { problemOf } from '../problems.ts';
import { localNetworkCertificate } from './certificate.ts';
import { isOpenToLocalNetwork } from './open-paths.ts';

const handshakeMilliseconds = 10_000;
const dayMilliseconds = 24 * 3600_000;

export interface OpenDoor {
  localNetwork: LocalNetwork;
  /** SHA-256 of the certificate, to be compared before somebody trusts it. */
  fingerprint: string;
  close(): Promise<void>;
}

const throughTheDoor = new WeakSet<IncomingMessage>();

/** Whether a request came from the local network; everything else came from this machine. */
export const cameFromLocalNetwork = (request: IncomingMessage): boolean => throughTheDoor.has(request);

/** What may not be asked for from there is answered as what does not exist. */
const onlyOpenPaths =
  (handler: RequestListener): RequestListener =>
  (request, response) => {
    if (isOpenToLocalNetwork(request.url ?? '')) {
      throughTheDoor.add(request);
      handler(request, response);
      return;
    }
    response
      .writeHead(404, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
      .end(JSON.stringify(problemOf(404, 'request.not-found')));
  };

async function open(server: Server, { host, port }: LocalNetwork): Promise<number> {
  try {
    return await listen(server, port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new PlatformError(
        500,
        'platform.port-taken',
        `Port ${port} of ${host} is taken by another program. Stop it, or choose another port.`,
      );
    if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')
      throw new PlatformError(
        500,
        'platform.not-our-address',
        `${host} is no address of this machine. Give one that it has on the local network.`,
      );
    throw error;
  }
}

/**
 * Opens consoles and phone pages to the local network, by TLS alone and with a certificate made here (D19). A port of 0
 * takes a free one and stands for it in the address as well.
 * @throws PlatformError `platform.port-taken`, `platform.not-our-address`
 */
export async function openDoor(
  wanted: LocalNetwork,
  handler: RequestListener,
  { keys, clock }: { keys: KeyFolder; clock: Clock },
  patienceMilliseconds?: number,
): Promise<OpenDoor> {
  const identity = () => localNetworkCertificate(keys, networkAddresses(wanted).names, clock());
  const { key, cert, fingerprint } = await identity();
  const server = createServer(
    { ...connectionLimits, key, cert, handshakeTimeout: handshakeMilliseconds, ALPNProtocols: ['http/1.1'] },
    onlyOpenPaths(handler),
  );
  answerClientErrors(server);
  const port = await open(server, wanted);
  const renewal = setInterval(() => {
    void identity().then((next) => server.setSecureContext({ key: next.key, cert: next.cert }));
  }, dayMilliseconds).unref();
  const url = new URL(wanted.url);
  if (url.port === '0') url.port = String(port);
  return {
    localNetwork: { ...wanted, port, url: url.origin },
    fingerprint,
    close: () => {
      clearInterval(renewal);
      return closeServer(server, patienceMilliseconds);
    },
  };
}
