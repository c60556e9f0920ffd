import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { Day, Uuid } from '../../protocol/basics.ts';
import type { OpenInstallation } from '../../server/command/installation.ts';
import { createPairwise } from '../../server/pairwise.ts';
import { linkPatient, registerProvider } from '../providers.ts';
import { grantProxy } from '../proxies.ts';
import type { HealthTables } from '../tables.ts';
import { importFiles } from './import.ts';

export interface Surroundings {
  open: OpenInstallation;
  say: (line: string) => void;
  progress: (line: string) => void;
}

const text = { type: 'string' } as const;
const options = {
  data: text,
  platform: { ...text, default: 'http://localhost:8080' },
  'token-file': text,
  patient: text,
  provider: text,
  name: text,
  person: text,
  by: text,
  until: text,
  scope: { ...text, default: 'patient/*.rs' },
  json: { type: 'boolean', default: false },
} as const;

function needed(name: string, value: string | undefined): string {
  if (value === undefined || value.trim() === '') throw new RangeError(`--${name} is needed.`);
  return value;
}

function person(name: string, value: string | undefined): string {
  const id = needed(name, value);
  if (!z.safeParse(Uuid, id).success) throw new RangeError(`--${name}: a person's id is a UUID.`);
  return id;
}

/** The last moment of a day in Japan. */
function endOf(value: string | undefined): Date {
  const day = needed('until', value);
  if (!z.safeParse(Day, day).success) throw new RangeError('--until: a day, YYYY-MM-DD.');
  return new Date(`${day}T23:59:59+09:00`);
}

/**
 * `npm run -s health -- …`
 * @returns the exit status
 * @throws RangeError or TypeError with a message for the person who typed it
 */
export async function healthCommand(args: string[], { open, say, progress }: Surroundings): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [verb, ...files] = positionals;
  if (verb === 'import') {
    if (files.length === 0) throw new RangeError('import: which files?');
    const token = readFileSync(needed('token-file', values['token-file']), 'utf8').trim();
    const { platform, patient, json } = values;
    return (await importFiles({ files, platform, token, patient, json, say, progress })) > 0 ? 1 : 0;
  }
  if (files.length > 0) throw new RangeError(`What is "${files[0]}"?`);
  return open(values.data, async (installation) => {
    const subject = (id: string) => createPairwise(installation.keys)('health', id);
    switch (verb) {
      case 'provider': {
        const id = needed('provider', values.provider);
        say(await registerProvider(installation, { id, name: needed('name', values.name) }));
        return 0;
      }
      case 'link': {
        const provider = needed('provider', values.provider);
        const patient = needed('patient', values.patient);
        await linkPatient(installation, {
          provider,
          patient,
          subject: subject(person('person', values.person)),
        });
        say('linked');
        return 0;
      }
      case 'proxy': {
        const grant = {
          subject: subject(person('person', values.person)),
          proxy: subject(person('by', values.by)),
          name: needed('name', values.name),
          scope: values.scope,
          from: installation.clock(),
          until: endOf(values.until),
        };
        say(await grantProxy(installation.tables<HealthTables>(), grant));
        return 0;
      }
      default:
        throw new RangeError('import, provider, link or proxy?');
    }
  });
}
