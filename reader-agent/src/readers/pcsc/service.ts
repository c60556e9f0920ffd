import { connect } from 'node:net';

/** Where libpcsclite looks for pcscd (PCSCLITE_CSOCK_NAME is its own variable). */
const socketPath = process.env.PCSCLITE_CSOCK_NAME ?? '/run/pcscd/pcscd.comm';

/** Whether pcscd accepts connections now. A left-over socket file refuses them. */
export function serviceAnswers(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const end = (answers: boolean): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(1000, () => end(false));
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}
