import { isIP, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { UsageError } from './options.mjs';

/** As a URL spells them. */
const thisMachineOnly = ['127.0.0.1', 'localhost', '[::1]'];

/** Addresses that other machines may reach this one by, the ones people know first. */
export const ownAddresses = () =>
  Object.values(networkInterfaces())
    .flatMap((one) => one ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid)
    .sort((one, other) => one.family.localeCompare(other.family))
    .map(({ address }) => address);

const remedy = () => {
  const [first] = ownAddresses();
  return first === undefined
    ? 'It has none now: join a network, or leave --host away.'
    : `Its addresses: ${ownAddresses().join(', ')}. For instance: npm start -- --host ${first}`;
};

/** An IP address that phones can reach. @throws UsageError naming the option and this machine's addresses */
export function hostAddress(text, name) {
  if (isIP(text) === 0 || text.includes('%'))
    throw new UsageError(`--${name} must be an IP address of this machine, not "${text}". ${remedy()}`);
  const { hostname } = new URL(`https://${isIPv6(text) ? `[${text}]` : text}`);
  if (['0.0.0.0', '[::]'].includes(hostname))
    throw new UsageError(`--${name} must be one address, not all of them. ${remedy()}`);
  if (thisMachineOnly.includes(hostname))
    throw new UsageError(`--${name} ${text} can be reached from this machine alone. ${remedy()}`);
  return hostname.replace(/^\[|\]$/g, '');
}

/** The address that phones are given. @throws UsageError naming the option */
export function publicAddress(text, name) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url && url.href.replace(/\/$/, '') === url.origin;
  if (url?.protocol !== 'https:' || !plain)
    throw new UsageError(`--${name} must be an address such as https://chanoma.example:8083, not "${text}".`);
  if (thisMachineOnly.includes(url.hostname))
    throw new UsageError(`--${name} ${text} can be reached from this machine alone.`);
  return url.origin;
}

/**
 * What `--host` and `--public-url` open, on the port behind those of the households' boxes; undefined: nothing.
 * @throws UsageError when there is an address for phones, but nothing to listen on
 */
export function localNetworkOf({ port, host, 'public-url': url }) {
  if (host === undefined) {
    if (url === undefined) return undefined;
    throw new UsageError(`--public-url needs --host, where to listen. ${remedy()}`);
  }
  const own = port + 3;
  const origin = `https://${isIPv6(host) ? `[${host}]` : host}:${own}`;
  return { host, port: own, url: url ?? new URL(origin).origin };
}

/** What to say of an address that cannot be listened on. */
export const notOurs = (host) => `${host} is no address of this machine. ${remedy()}`;
