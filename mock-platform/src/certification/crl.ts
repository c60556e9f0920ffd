import {
  bitString,
  boolean,
  context,
  contextPrimitive,
  enumerated,
  integer,
  octetString,
  oid,
  sequence,
  time,
} from './der.ts';
import type { Root } from './hierarchy.ts';
import { algorithmOf, sign } from './keys.ts';
import { type Authority, authorityName, directoryName, type Organization, partitionName } from './names.ts';
import { keyIdentifier } from './profile.ts';
import { type IssuedCertificate, revocationReasons } from './register.ts';

const MINUTE_MS = 60_000;
/** How long a list promises to be good. */
const NEXT_UPDATE_MS = 60 * MINUTE_MS;
/** More revocations than one list will ever hold: leaves room below the minute in a list's number. */
const ENTRIES_BITS = 28n;

const extension = (type: string, critical: boolean, value: Buffer) =>
  sequence(oid(type), ...(critical ? [boolean(true)] : []), octetString(value));

function entry(certificate: IssuedCertificate): Buffer {
  const { at, reason } = certificate.revoked!;
  const code = revocationReasons[reason];
  // RFC 5280 §5.3.1: `unspecified` is said by leaving the reason out
  const extensions = code === 0 ? [] : [sequence(extension('2.5.29.21', false, enumerated(code)))];
  return sequence(integer(certificate.serial), time(new Date(at)), ...extensions);
}

/** The running minute, or the second of a later revocation: then the list has changed within the minute. */
function updateTime(revoked: readonly IssuedCertificate[], now: Date): Date {
  const minute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  const latest = revoked.reduce((last, one) => Math.max(last, Date.parse(one.revoked!.at)), minute);
  return new Date(Math.floor(Math.min(latest, now.getTime()) / 1000) * 1000);
}

/**
 * The part of a revocation list that is signed (RFC 5280 §5): of one municipality, or complete when it is undefined.
 * Within a minute an unchanged list has the same bytes; a list that is newer or longer has a greater number.
 */
function listContent(
  authority: Authority,
  municipality: string | undefined,
  revoked: readonly IssuedCertificate[],
  root: Pick<Root, 'key' | 'spki'>,
  now: Date,
  organization?: Organization,
): Buffer {
  const thisUpdate = updateTime(revoked, now);
  const number = (BigInt(thisUpdate.getTime() / 1000) << ENTRIES_BITS) + BigInt(revoked.length);
  const partition = municipality && directoryName(partitionName(authority, municipality, organization));
  const extensions = [
    extension('2.5.29.35', false, sequence(contextPrimitive(0, keyIdentifier(root.spki)))),
    extension('2.5.29.20', false, integer(number.toString(16))),
    // IssuingDistributionPoint: this partition, and of it persons' certificates only
    ...(partition
      ? [
          extension(
            '2.5.29.28',
            true,
            sequence(context(0, context(0, partition)), contextPrimitive(1, Buffer.from([0xff]))),
          ),
        ]
      : []),
  ];
  return sequence(
    integer('01'),
    algorithmOf(root.key),
    authorityName(authority, organization),
    time(thisUpdate),
    time(new Date(thisUpdate.getTime() + NEXT_UPDATE_MS)),
    ...(revoked.length > 0 ? [sequence(...revoked.map(entry))] : []),
    context(0, sequence(...extensions)),
  );
}

/** The list of one municipality's revoked certificates, or (undefined) of all, signed by the root. */
export function signRevocationList(...parts: Parameters<typeof listContent>): Buffer {
  const [, , , root] = parts;
  const content = listContent(...parts);
  return sequence(content, algorithmOf(root.key), bitString(sign(root.key, content)));
}

/** More lists than there are municipalities, for two services and two generations. */
const MOST_LISTS = 8000;

/** Lists as they were signed last: ECDSA signs the same content differently each time, and `ETag` must not change. */
export class SignedLists {
  private readonly last = new Map<string, { content: Buffer; list: Buffer }>();

  /** @param name what the list is of; with the same content it gives the same bytes */
  sign(name: string, ...parts: Parameters<typeof listContent>): Buffer {
    const content = listContent(...parts);
    const known = this.last.get(name);
    if (known?.content.equals(content)) return known.list;
    const list = signRevocationList(...parts);
    this.last.delete(name);
    this.last.set(name, { content, list });
    const [oldest] = this.last.keys();
    if (this.last.size > MOST_LISTS && oldest !== undefined) this.last.delete(oldest);
    return list;
  }
}
