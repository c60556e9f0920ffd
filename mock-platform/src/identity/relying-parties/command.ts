import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { RelyingParty } from '../../protocol/relying-parties.ts';
import { dataOption, type Installation, type OpenInstallation } from '../../server/command/installation.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { fieldFaults } from '../../server/problems.ts';
import { endRelyingParty, keepRelyingParty, listRelyingParties } from './register.ts';

export const usage = `npm run -s relying-parties -- list
npm run -s relying-parties -- add FILE --operator NAME
npm run -s relying-parties -- end ID

Service providers under contract. FILE is a contract as JSON (RelyingParty in the reference); one that is there already
is replaced. What was ended gets nothing any more; a running platform ends its logins at once.

${dataOption}
  --operator NAME cable operator whose contract it is; list: only this one's`;

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PlatformError(400, 'request.malformed', `${file} is not JSON.`);
  }
}

/** @throws PlatformError `request.malformed` naming every field, or that the file is not JSON */
function readContract(file: string): RelyingParty {
  z.config(z.locales.en());
  const read = z.safeParse(RelyingParty, parseJson(file, readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  throw new PlatformError(400, 'request.malformed', `In ${file}.`, fieldFaults(read.error.issues));
}

async function list(
  { tables, clock }: Installation,
  operator: string | undefined,
  print: (line: string) => void,
): Promise<void> {
  const parties = await listRelyingParties(tables(), clock(), operator);
  if (parties.length === 0) {
    print(
      operator === undefined
        ? 'No service provider is under contract.'
        : `No service provider is under contract with "${operator}".`,
    );
  }
  for (const party of parties) {
    const { id, operator: whose, name, from, to = '…', state, tier, scopes } = party;
    print([id, whose, name, `${from}–${to}`, state, tier, scopes.join(' ')].join('\t'));
  }
}

/**
 * `npm run -s relying-parties -- …`
 * @throws RangeError, TypeError or PlatformError with a message for the person who typed it
 */
export async function relyingParties(
  args: string[],
  open: OpenInstallation,
  print: (line: string) => void,
): Promise<void> {
  const option = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    options: { data: option, operator: option },
    allowPositionals: true,
  });
  const [verb, what] = positionals;
  const { data, operator } = values;
  if (verb === 'list') return open(data, (installation) => list(installation, operator, print));
  if (what === undefined || (verb !== 'add' && verb !== 'end')) throw new RangeError('list, add or end?');
  if (verb === 'end') return open(data, (installation) => endRelyingParty(installation, what));
  if (operator === undefined) throw new RangeError('--operator: whose contract is it?');
  const contract = readContract(what);
  return open(data, (installation) => keepRelyingParty(installation, operator, contract));
}
