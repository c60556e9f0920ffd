import { parseArgs } from 'node:util';
import { setReleasePolicy } from '../../alerts/release/policy.ts';
import { MunicipalityCode } from '../../protocol/basics.ts';
import { AccountId, OfficialRole } from '../../protocol/console-login.ts';
import type { PlatformContext } from '../../server/context.ts';
import { accountsOf, endAccount, invite, keepAccounts } from '../login/accounts.ts';
import { realmOfTown } from '../officials.ts';

export const usage = `npm run -s officials -- list --town CODE
npm run -s officials -- add ID --town CODE --name NAME --role writer|approver|viewer --url URL
npm run -s officials -- invite ID --town CODE --url URL
npm run -s officials -- end ID --town CODE
npm run -s officials -- two-persons on|off --town CODE

Officials of a town's console. \`add\` and \`invite\` print a one-time link, valid for 24 hours, with which the official
registers a passkey (or a password with one-time codes). \`end\` ends every session at once. \`two-persons\`: whether live
orders need a second official.

  --town CODE  six digits of the municipality
  --url URL    public address of the platform, for the link
  --data DIR   data directory (CHANOMA_DATA, otherwise "data"); DATABASE_URL takes a PostgreSQL server instead`;

/** What the command works on. */
export type Store = Pick<PlatformContext, 'tables' | 'clock' | 'keys'>;

/**
 * `npm run -s officials -- …`; answers what is printed.
 * @throws RangeError or TypeError for a wrong command line, PlatformError `official.unknown`
 */
export async function officials(
  args: string[],
  open: (data: string | undefined, work: (store: Store) => Promise<string>) => Promise<string>,
): Promise<string> {
  const option = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    options: { data: option, town: option, name: option, role: option, url: option },
    allowPositionals: true,
  });
  const [verb, what = ''] = positionals;
  const town = MunicipalityCode.safeParse(values.town);
  if (!town.success) throw new RangeError('--town: six digits.');
  const realm = realmOfTown(town.data);
  const link = async (store: Store): Promise<string> => {
    if (values.url === undefined) throw new RangeError('--url: where do officials reach the platform?');
    return `${new URL(`/console/towns/${town.data}`, values.url)}#invitation=${await invite(store, realm, what)}`;
  };
  switch (verb) {
    case 'list':
      return open(values.data, async (store) =>
        (await accountsOf(store, realm)).map(({ id, name, role }) => [id, name, role].join('\t')).join('\n'),
      );
    case 'add': {
      const role = OfficialRole.safeParse(values.role);
      if (!role.success) throw new RangeError('--role: writer, approver or viewer.');
      if (!AccountId.safeParse(what).success) throw new RangeError('ID: up to 40 of a–z, 0–9, ., _ and -.');
      const name = values.name;
      if (name === undefined || name === '') throw new RangeError('--name: the official’s name.');
      return open(values.data, async (store) => {
        await keepAccounts(store, [{ realm, id: what, name, role: role.data }]);
        return link(store);
      });
    }
    case 'invite':
      return open(values.data, link);
    case 'end':
      return open(values.data, async (store) =>
        (await endAccount(store, realm, what)) ? `${what} has ended.` : `There is no ${what} in this town.`,
      );
    case 'two-persons':
      if (what !== 'on' && what !== 'off') throw new RangeError('two-persons: on or off?');
      return open(values.data, async (store) => {
        await setReleasePolicy(store, town.data, what === 'on');
        return `Live orders need ${what === 'on' ? 'two officials' : 'one official'}.`;
      });
    default:
      throw new RangeError('list, add, invite, end or two-persons?');
  }
}
