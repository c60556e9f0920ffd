import { misbehaviourHelp } from './misbehaviour-options.ts';

const data = `  --data DIR                   data directory of the house (the one "npm start" uses)
  --help                       this text`;
const file = '  --file CARD.json             one card file instead of a data directory';
const exits = `Exit codes: 0 done; 1 it could not be done (the message says why); 2 the command line is wrong.`;
const misbehaviour = `How it misbehaves (STEP: a number counts the commands from 1; select, read, record, verify, change, sign or
0xINS names an instruction; :EF behind it a file):
${misbehaviourHelp}`;

export const usage = {
  all: `Simulated cards.

  npm run card -- list [--json]                    cards, their kind and where they are
  npm run card -- insert NAME [--reader R]         lays a card on a reader of the running house
  npm run card -- remove [--reader R]              takes it off
  npm run card -- misbehave NAME OPTIONS | --well  how a card misbehaves from its next insertion on
  npm run card -- serve NAME --vpcd HOST:PORT      lays a card on the virtual reader of pcscd

Each command explains itself with --help. "list" and "serve" work without a running house.
${exits}
`,
  list: `npm run card -- list [--json]

Cards, their kind and where they are. With --json an array of {name, kind, state}; state is "tray" or "on READER".

  --json                       for programs
${file}
${data}

${exits}
`,
  insert: `npm run card -- insert NAME [--reader READER]

Lays a card on a reader of the running house.

  --reader READER              which one (the first of the house)
${data}

${exits}
`,
  remove: `npm run card -- remove [--reader READER]

Takes the card off a reader of the running house.

  --reader READER              which one (the only one on which a card lies)
${data}

${exits}
`,
  misbehave: `npm run card -- misbehave NAME OPTIONS
npm run card -- misbehave NAME --well

From its next insertion on a card of the running house misbehaves as said, or well. Options not given are good.

${misbehaviour}
  --well                       misbehaves no more

${data}

${exits}
`,
  serve: `npm run card -- serve NAME --vpcd HOST:PORT

Lays a card on a slot of vpcd, the virtual reader of pcscd (Debian: package vsmartcard-vpcd, 127.0.0.1:35963), until
Ctrl-C or until the card goes by itself. Needs no running house. PIN tries are kept in the card's file.

  --vpcd HOST:PORT             where the slot listens
${file}
${data}

${misbehaviour}

${exits}
`,
} as const;
