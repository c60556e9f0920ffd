import { parseArgs } from 'node:util';

export interface CardOptions {
  cards: string;
  socket: string;
  readers: string[];
  vpcd: { host: string; port: number; reader: string }[];
  exitWithParent: boolean;
}

export const usage = `Simulated cards and readers.

  --cards DIR              folder of card files (NAME.json)
  --socket PATH            unix socket for reader agents and for control
  --reader NAME            a reader of the room; may be given several times
  --vpcd HOST:PORT=READER  passes the card on READER to a vpcd (virtual reader of pcscd)
  --exit-with-parent       ends when standard input closes
  --help                   this text
`;

/** Reads the command line; undefined means: show the usage. @throws Error that names the wrong option. */
export function readCommandLine(args: string[]): CardOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      cards: { type: 'string' },
      socket: { type: 'string' },
      reader: { type: 'string', multiple: true, default: [] },
      vpcd: { type: 'string', multiple: true, default: [] },
      'exit-with-parent': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { cards, socket, reader: readers } = values;
  if (cards === undefined) throw new Error('--cards is missing');
  if (socket === undefined) throw new Error('--socket is missing');
  if (readers.length === 0) throw new Error('--reader is missing');
  const vpcd = values.vpcd.map((text) => {
    const match = /^(.+):(\d{1,5})=(.+)$/.exec(text);
    if (match === null) throw new Error(`--vpcd ${text}: expected HOST:PORT=READER`);
    const [, host, port, reader] = match as unknown as [string, string, string, string];
    if (!readers.includes(reader)) throw new Error(`--vpcd ${text}: "${reader}" is not one of the readers`);
    return { host, port: Number(port), reader };
  });
  return { cards, socket, readers, vpcd, exitWithParent: values['exit-with-parent'] };
}
