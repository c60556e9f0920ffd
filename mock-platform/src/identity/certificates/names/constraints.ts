import { type DerElement, DerError, readDer, tags } from '../../der/reader.ts';
import { decodeString, isEmptyName, isNameWithin, readName } from './distinguished-name.ts';
import { type GeneralName, type GeneralNameKind, readGeneralName } from './general-names.ts';

/** `nameConstraints` (RFC 5280 §4.2.1.10). */
export interface NameConstraints {
  permitted: GeneralName[];
  excluded: GeneralName[];
}

const EMAIL = '1.2.840.113549.1.9.1';
const COMMON_NAME = '2.5.4.3';

function readSubtrees(element: DerElement | undefined): GeneralName[] {
  if (!element) return [];
  const items = element.items();
  if (items.done) throw new DerError('value', 'no tree of names');
  return [...items.rest(tags.sequence)].map((subtree) => {
    const parts = subtree.items();
    const base = readGeneralName(parts.next());
    // `minimum` is 0 and therefore left out, `maximum` is never there (§4.2.1.10).
    parts.end();
    return base;
  });
}

/** @throws DerError */
export function readNameConstraints(value: Buffer): NameConstraints {
  const items = readDer(value, tags.sequence).items();
  const [permitted, excluded] = [items.optional(0xa0), items.optional(0xa1)];
  items.end();
  if (!permitted && !excluded) throw new DerError('value', 'empty extension');
  return { permitted: readSubtrees(permitted), excluded: readSubtrees(excluded) };
}

const text = (name: GeneralName) => name.value.toString('latin1');

/** `example.org` is the host and everything under it; `.example.org` only what is under it. */
function isHostUnder(host: string, base: string): boolean {
  if (base === '' || host === base) return true;
  return host.endsWith(base.startsWith('.') ? base : `.${base}`);
}

/** Constraints on hosts of addresses: `example.org` is that host alone, `.example.org` every host under it. */
const isHostWithin = (host: string, base: string): boolean =>
  base === '' || (base.startsWith('.') ? host.endsWith(base) && host.length > base.length : host === base);

function isMailboxWithin(mailbox: string, base: string): boolean {
  const split = mailbox.lastIndexOf('@');
  if (split < 1) throw new DerError('value', 'mail address without host');
  const host = mailbox.slice(split + 1).toLowerCase();
  const at = base.lastIndexOf('@');
  if (at < 0) return isHostWithin(host, base.toLowerCase());
  return mailbox.slice(0, split) === base.slice(0, at) && host === base.slice(at + 1).toLowerCase();
}

/** The host of an address; one without a host name is refused where constraints are (RFC 5280 §4.2.1.10). */
function hostOf(uri: string): string {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(uri)?.[1];
  const host = authority?.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  if (!host || !/^[a-z0-9_.-]+$/i.test(host) || /^[\d.]+$/.test(host)) {
    throw new DerError('value', 'address without a host name');
  }
  return host.toLowerCase();
}

function isAddressWithin(address: Buffer, base: Buffer): boolean {
  if (base.length !== 8 && base.length !== 32) throw new DerError('value', 'address and mask');
  const half = base.length / 2;
  return (
    address.length === half &&
    address.every((octet, index) => ((octet ^ base[index]!) & base[half + index]!) === 0)
  );
}

/** A wildcard may stand for a name in an excluded tree below its own domain. */
const reachesInto = (wildcard: string, base: string) =>
  wildcard.startsWith('*.') && base.replace(/^\./, '').endsWith(wildcard.slice(1));

function isWithin(name: GeneralName, base: GeneralName, excluding: boolean): boolean {
  switch (name.kind) {
    case 'directory':
      return isNameWithin(name.value, base.value);
    case 'dns': {
      const [host, tree] = [text(name).toLowerCase().replace(/\.$/, ''), text(base).toLowerCase()];
      return isHostUnder(host, tree) || (excluding && (`.${host}` === tree || reachesInto(host, tree)));
    }
    case 'rfc822':
      return isMailboxWithin(text(name), text(base));
    case 'uri':
      return isHostWithin(hostOf(text(name)), text(base).toLowerCase());
    case 'ip':
      return isAddressWithin(name.value, base.value);
    default:
      throw new DerError('value', `constraints on names of the form ${name.kind} are not processed`);
  }
}

/** Trees times names that one certificate may ask for; a path of real ones needs less than a hundred. */
const MAX_COMPARISONS = 100_000;

/**
 * Whether all names of a certificate are allowed by the constraints of an authority above it.
 * @throws DerError when a name or tree cannot be compared, which is to be treated as a violation
 */
export function areNamesAllowed(names: readonly GeneralName[], constraints: NameConstraints): boolean {
  const { permitted, excluded } = constraints;
  if (names.length * (permitted.length + excluded.length) > MAX_COMPARISONS) {
    throw new DerError('value', 'too many names and constraints');
  }
  const byKind = (trees: GeneralName[], kind: GeneralNameKind) => trees.filter((tree) => tree.kind === kind);
  return names.every((name) => {
    const allowed = byKind(permitted, name.kind);
    if (allowed.length > 0 && !allowed.some((tree) => isWithin(name, tree, false))) return false;
    return !byKind(excluded, name.kind).some((tree) => isWithin(name, tree, true));
  });
}

/** Only what looks like a host name; other common names are people and organisations. */
const hostLike = /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;

/**
 * Every name that constraints apply to: subject, alternative names, mail addresses in the subject (§4.2.1.10), and,
 * in a target without DNS names, a common name that looks like one, because old clients take it for one.
 * @throws DerError
 */
export function constrainedNames(
  subject: Buffer,
  alternatives: readonly GeneralName[],
  isTarget: boolean,
): GeneralName[] {
  if (isEmptyName(subject)) return [...alternatives];
  const names: GeneralName[] = [{ kind: 'directory', value: subject }, ...alternatives];
  const hasHost = alternatives.some(({ kind }) => kind === 'dns');
  for (const { type, tag, value } of readName(subject).flat()) {
    const isMail = type === EMAIL;
    if (!isMail && !(type === COMMON_NAME && isTarget && !hasHost)) continue;
    const decoded = decodeString(tag, value);
    if (isMail) {
      if (decoded === undefined) throw new DerError('value', 'mail address');
      names.push({ kind: 'rfc822', value: Buffer.from(decoded, 'utf8') });
    } else if (decoded !== undefined && hostLike.test(decoded)) {
      names.push({ kind: 'dns', value: Buffer.from(decoded, 'latin1') });
    }
  }
  return names;
}
