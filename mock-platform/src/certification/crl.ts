import { createSign } from 'node:crypto';
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
  sha256WithRsa,
  time,
} from './der.ts';
import type { Root } from './hierarchy.ts';
import { type Authority, authorityName, directoryName, partitionName } from './names.ts';
import { keyIdentifier } from './profile.ts';
import { type IssuedCertificate, revocationReasons } from './register.ts';

const MINUTE_MS = 60_000;
/** How long a list promises to be good. */
const NEXT_UPDATE_MS = 60 * MINUTE_MS;

const extension = (type: string, critical: boolean, value: Buffer) =>
  sequence(oid(type), ...(critical ? [boolean(true)] : []), octetString(value));

function entry(certificate: IssuedCertificate): Buffer {
  const { at, reason } = certificate.revoked!;
  const code = revocationReasons[reason];
  // RFC 5280 §5.3.1: `unspecified` is said by leaving the reason out
  const extensions = code === 0 ? [] : [sequence(extension('2.5.29.21', false, enumerated(code)))];
  return sequence(integer(certificate.serial), time(new Date(at)), ...extensions);
}

/**
 * The list of one municipality's revoked certificates, signed (RFC 5280 §5). `thisUpdate` is the running minute, so
 * within it an unchanged list has the same bytes.
 */
export function signRevocationList(
  authority: Authority,
  municipality: string,
  revoked: IssuedCertificate[],
  root: Root,
  now: Date,
): Buffer {
  const thisUpdate = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  const partition = context(0, context(0, directoryName(partitionName(authority, municipality))));
  const list = sequence(
    integer('01'),
    sha256WithRsa(),
    authorityName(authority),
    time(thisUpdate),
    time(new Date(thisUpdate.getTime() + NEXT_UPDATE_MS)),
    ...(revoked.length > 0 ? [sequence(...revoked.map(entry))] : []),
    context(
      0,
      sequence(
        extension('2.5.29.35', false, sequence(contextPrimitive(0, keyIdentifier(root.spki)))),
        extension('2.5.29.20', false, integer(thisUpdate.getTime().toString(16).padStart(12, '0'))),
        extension('2.5.29.28', true, sequence(partition, contextPrimitive(1, Buffer.from([0xff])))),
      ),
    ),
  );
  return sequence(list, sha256WithRsa(), bitString(createSign('sha256').update(list).sign(root.key)));
}
