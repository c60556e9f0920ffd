import { connect } from 'node:net';

export type ServiceAnswer = 'accepts' | 'missing' | 'refuses';

/** Where libpcsclite looks for pcscd (PCSCLITE_CSOCK_NAME is its own variable). */
export const serviceSocket = (environment: NodeJS.ProcessEnv): string =>
  environment.PCSCLITE_CSOCK_NAME || '/run/pcscd/pcscd.comm';

/** Whether pcscd accepts connections now (a left-over socket file does not), and whether this user may connect. */
export function askService(path = serviceSocket(process.env)): Promise<ServiceAnswer> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (answer: ServiceAnswer): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => end('missing'));
    socket.on('connect', () => end('accepts'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'EACCES' || error.code === 'EPERM' ? 'refuses' : 'missing'),
    );
  });
}
