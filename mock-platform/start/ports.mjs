import { createServer } from 'node:net';
import { notOurs } from './local-network.mjs';

const tryPort = (port, host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });

/** @throws Error naming the first port that another program holds, or an address that is not ours, and what to do. */
export async function checkPorts(ports, localNetwork) {
  for (const port of ports) {
    const problems = [await tryPort(port, '127.0.0.1'), await tryPort(port, '::1')];
    if (problems.includes('EADDRINUSE'))
      throw new Error(
        `Port ${port} is taken by another program. Stop it, or choose other ports: npm start -- --port ${ports[0] + 100}`,
      );
    if (problems.includes('EACCES'))
      throw new Error(`Port ${port} needs more rights. Choose one above 1023 with --port.`);
  }
  if (localNetwork === undefined) return;
  const { host, port } = localNetwork;
  const problem = await tryPort(port, host);
  if (problem === 'EADDRNOTAVAIL' || problem === 'EAFNOSUPPORT') throw new Error(notOurs(host));
  if (problem !== undefined)
    throw new Error(
      `Port ${port} of ${host} cannot be had (${problem}). Choose others: npm start -- --port ${ports[0] + 100} --host ${host}`,
    );
}
