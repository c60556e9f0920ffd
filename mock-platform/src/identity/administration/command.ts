import { parseArgs } from 'node:util';
import { dataOption, type Installation, type OpenInstallation } from '../../server/command/installation.ts';
import { appendWithin } from '../audit/append.ts';
import { MasterKeyMissing } from '../facts/master-keys.ts';
import { rotateMasterKey } from '../facts/rotate.ts';
import { issueStaffToken, type StaffCaller } from '../staff/caller.ts';
import type { IdentityTables } from '../tables.ts';

export const usage = `npm run -s identity -- staff-token --operator NAME --staff NAME [--hours N]
npm run -s identity -- rotate-key

staff-token   prints a token for the staff API (Authorization: Bearer …); it is shown once and lives 12 hours
rotate-key    wraps the key of every person with a new master key and throws the old one away. Keep a copy of the
              folder "keys" with every backup: a backup opens with the keys of its day only

${dataOption}
  --operator NAME cable operator that the member of staff works for, as it is registered
  --staff NAME    short name of the member, for the audit record
  --hours N       life of the token, 1 to 24`;

const shift = 12;

/** Ids of the cable operators of an installation. */
export type KnownOperators = (installation: Installation) => Promise<readonly string[]>;

/** @throws RangeError naming those that there are */
function refuseUnknown(operator: string, known: readonly string[]): void {
  if (known.includes(operator)) return;
  const all = known.length === 0 ? 'None is registered yet.' : `Known: ${known.join(', ')}.`;
  throw new RangeError(`--operator: there is no operator "${operator}". ${all}`);
}

async function staffToken(installation: Installation, caller: StaffCaller, hours: number): Promise<string> {
  const token = await issueStaffToken(installation, caller, hours);
  const fact = { at: installation.clock(), kind: 'staff.token-issued', record: { ...caller, hours } };
  await installation
    .tables<IdentityTables>()
    .transaction()
    .execute((tables) => appendWithin(tables, [fact]));
  return token;
}

async function rotateKey(installation: Installation): Promise<string> {
  try {
    return `data keys wrapped anew: ${await rotateMasterKey(installation)}`;
  } catch (error) {
    if (error instanceof MasterKeyMissing) throw new RangeError(`--data: ${error.message}`);
    throw error;
  }
}

/**
 * `npm run -s identity -- …`
 * @returns what to print
 * @throws RangeError or TypeError with a message for the person who typed it
 */
export async function administration(
  args: string[],
  open: OpenInstallation,
  knownOperators: KnownOperators,
): Promise<string> {
  const option = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    options: { data: option, operator: option, staff: option, hours: option },
    allowPositionals: true,
  });
  const [verb, ...more] = positionals;
  if (more.length > 0 || (verb !== 'staff-token' && verb !== 'rotate-key')) {
    throw new RangeError('staff-token or rotate-key?');
  }
  if (verb === 'rotate-key') return open(values.data, rotateKey);
  const { operator, staff } = values;
  if (!operator || !staff) throw new RangeError('--operator and --staff: whose token is it?');
  const hours = Number(values.hours ?? shift);
  if (!Number.isInteger(hours) || hours < 1 || hours > 24) throw new RangeError('--hours: 1 to 24.');
  return open(values.data, async (installation) => {
    refuseUnknown(operator, await knownOperators(installation));
    return staffToken(installation, { operator, staff }, hours);
  });
}
