import { isThisMachine } from './own-addresses.ts';
import type { SettingFault } from './settings.ts';

const name = 'DATABASE_URL';
/** Modes in which the server's certificate is checked. */
const verified = ['require', 'verify-ca', 'verify-full'];
const usualPasswords = [
  'postgres',
  'password',
  'passwd',
  'secret',
  'admin',
  'root',
  'changeme',
  'chanoma',
  'test',
  '1234',
];

/** What is unsafe about a database's address. */
export function databaseFaults(text: string, environment: NodeJS.ProcessEnv): SettingFault[] {
  let url: URL;
  // Without a host, as for a socket's folder in `host=`, it is no URL to the parser.
  const hostless = /^([a-z]+:\/\/[^/]*@)(\/.*)$/.exec(text);
  try {
    url = new URL(hostless === null ? text : `${hostless[1]}hostless${hostless[2]}`);
  } catch {
    // The text may hold a password: it is not repeated.
    return [{ code: 'config.malformed', at: name, message: 'is no URL (postgresql://user@host/database).' }];
  }
  if (url.protocol !== 'postgresql:' && url.protocol !== 'postgres:')
    return [{ code: 'config.malformed', at: name, message: 'must begin with postgresql://' }];
  const named = hostless === null ? decodeURIComponent(url.hostname) : (environment.PGHOST ?? '');
  const host = url.searchParams.get('host') ?? named;
  if (host === '' || host.startsWith('/')) return [];
  const faults: SettingFault[] = [];
  if (!isThisMachine(host) && !verified.includes(url.searchParams.get('sslmode') ?? '')) {
    const message = 'a database on another machine needs TLS that is checked: add ?sslmode=verify-full.';
    faults.push({ code: 'config.database-plain', at: name, message });
  }
  const password = decodeURIComponent(url.password) || (environment.PGPASSWORD ?? '');
  const proven = url.searchParams.has('sslcert') || environment.PGPASSFILE !== undefined;
  const usual =
    usualPasswords.includes(password.toLowerCase()) || password === decodeURIComponent(url.username);
  if (password === '' ? !proven : usual) {
    const message = 'the password is empty or one that everybody tries. Give the database user a random one.';
    faults.push({ code: 'config.database-password', at: name, message });
  }
  return faults;
}
