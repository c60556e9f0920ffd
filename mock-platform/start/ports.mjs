import { createServer } from 'node:net';

const tryPort = (port, host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });

/** @throws Error naming the first port that another program holds, and what to do. */
export async function checkPorts(ports) {
  for (const port of ports) {
    const problems = [await tryPort(port, '127.0.0.1'), await tryPort(port, '::1')];
    if (problems.includes('EADDRINUSE'))
      throw new Error(
        `Port ${port} is taken by another program. Stop it, or choose other ports: npm start -- --port ${ports[0] + 100}`,
      );
    if (problems.includes('EACCES'))
      throw new Error(`Port ${port} needs more rights. Choose one above 1023 with --port.`);
  }
}
