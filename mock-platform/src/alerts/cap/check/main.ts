import type { KeyObject } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readDocument, readKeys, UnusableFile } from './files.ts';
import { type DocumentVerdict, judgeDocument } from './judge-document.ts';

const help = `Judges alert messages: CAP 1.2, Atom feeds and EDXL-DE envelopes with CAP in them.

  npm run -s cap:check -- FILE… [--key FILE]…

  FILE        a document; every file gets one line of JSON
  --key FILE  certificates or public keys (PEM or JWK) of senders that are known (may be repeated)
  --help      this page

A line: {file, kind: "cap"|"atom"|"edxlde"|"other", capVersion, valid, xsdValid, extendedXsdValid, hostile,
embeddedAlerts: [{xsdValid, extendedXsdValid}], problems: [{code, path, message}],
signatures: [{verifies, key: "carried"|"known"|"unknown"}]}. "valid" is a CAP 1.2 document that is valid against the
schema, not hostile, and breaks no rule; a feed or an envelope is none. A signature with a carried key says that the
document is whole, not who sent it. Nothing is fetched.

Ends with 0 when all files are valid, 1 when one is not, 2 when the command was not understood.`;

const unread = (problem: UnusableFile): DocumentVerdict => ({
  kind: 'other',
  capVersion: null,
  valid: false,
  xsdValid: false,
  extendedXsdValid: false,
  hostile: false,
  embeddedAlerts: [],
  problems: [{ code: problem.code, path: '', message: problem.message }],
  signatures: [],
});

function judgeFile(file: string, keys: readonly KeyObject[]): DocumentVerdict {
  try {
    return judgeDocument(readDocument(file), keys);
  } catch (error) {
    if (error instanceof UnusableFile) return unread(error);
    throw error;
  }
}

const write = (text: string): Promise<void> =>
  new Promise((done, failed) => {
    process.stdout.write(text, (error) => (error ? failed(error) : done()));
  });

async function main(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    await write(`${help}\n`);
    return 0;
  }
  if (positionals.length === 0) throw new TypeError('Name at least one file.');
  const keys = values.key.flatMap(readKeys);
  let allValid = true;
  for (const file of positionals) {
    const verdict = judgeFile(file, keys);
    allValid &&= verdict.valid;
    await write(`${JSON.stringify({ file, ...verdict })}\n`);
  }
  return allValid ? 0 : 1;
}

// A reader that has heard enough closes the pipe; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(1);
  throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UnusableFile) console.error(error.message);
    else if (error instanceof TypeError) console.error(`${error.message}\nTry --help.`);
    else throw error;
    process.exitCode = 2;
  },
);
