import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ia5 } from '../../../../mock-platform/src/certification/der.ts';
import { verdict } from './judging.ts';
import {
  authority,
  day,
  extension,
  extensions,
  leaf,
  list,
  names,
  newKey,
  type Party,
  root,
  today,
} from './making.ts';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

const one = '1.2.3.1';
const two = '1.2.3.2';
const any = '2.5.29.32.0';
/** True once in a while. */
const seldom = fc.integer({ min: 0, max: 9 }).map((value) => value === 9);
const perhaps = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const policies = perhaps(fc.uniqueArray(fc.constantFrom(one, two, any), { minLength: 1, maxLength: 3 }));

const revocation = fc.record({ missing: seldom, stale: seldom, revoked: seldom, foreign: seldom });
const level = fc.record({
  noAuthority: seldom,
  noSigning: seldom,
  pathLength: perhaps(fc.nat({ max: 2 })),
  expired: seldom,
  selfIssued: seldom,
  policies,
  mapping: seldom,
  explicit: perhaps(fc.nat({ max: 2 })),
  inhibitAny: perhaps(fc.nat({ max: 2 })),
  permitted: perhaps(fc.constantFrom('O=Test', 'O=Test, OU=Unit', 'O=Other')),
  excluded: perhaps(fc.constantFrom('O=Test, OU=Unit', 'O=Other')),
  hosts: perhaps(fc.constantFrom('example.org', 'a.example.org')),
  revocation,
});
const person = fc.record({
  subject: fc.constantFrom('O=Test, CN=P', 'O=test, OU=unit, CN=P', 'O=Other, CN=P'),
  host: perhaps(fc.constantFrom('a.example.org', 'b.example.org', 'EXAMPLE.org', 'example.com')),
  client: fc.constantFrom('none', 'client', 'server', 'any'),
  unknownCritical: seldom,
  expired: seldom,
  wrongSigner: seldom,
  policies,
  revocation,
});

/** A hierarchy with some faults, and a person below it. */
export const battery = fc.record({
  levels: fc.array(level, { maxLength: 3 }),
  person,
  lists: fc.boolean(),
  use: fc.constantFrom('any', 'clientAuth'),
});
type Case = typeof battery extends fc.Arbitrary<infer T> ? T : never;

const clientIds = {
  none: [],
  client: ['1.3.6.1.5.5.7.3.2'],
  server: ['1.3.6.1.5.5.7.3.1'],
  any: ['2.5.29.37.0'],
};

function make({ levels, person: leafParts }: Case) {
  const anchor = root();
  const old = { to: day('2025-01-01') };
  const lists: Buffer[] = [];
  const listOf = (
    issuer: Party,
    serial: number,
    { missing, stale, revoked, foreign }: (typeof leafParts)['revocation'],
  ) => {
    if (missing) return;
    lists.push(
      list(issuer, {
        entries: revoked ? [{ serial }] : [{ serial: 1 }],
        ...(stale ? { to: day('2026-11-19') } : {}),
        ...(foreign ? { signer: newKey() } : {}),
      }),
    );
  };
  let above = anchor;
  const others = levels.map((parts, index) => {
    const key = newKey();
    const serial = 100 + index;
    const name = parts.selfIssued ? above.name : `O=Test, OU=Unit, CN=Level ${index}`;
    const { permitted, excluded, hosts } = parts;
    const made = authority(above, name, [], {
      key,
      serial,
      ...(parts.expired ? old : {}),
      extensions: [
        ...(parts.noAuthority ? [] : [extensions.authority(parts.pathLength)]),
        parts.noSigning ? extensions.keyUsage(6) : extensions.keyUsage(5, 6),
        extensions.ownKey(key),
        extensions.issuerKey(above.key),
        ...(parts.policies ? [extensions.policies(...parts.policies)] : []),
        ...(parts.policies && parts.mapping ? [extensions.mappings([one, two])] : []),
        ...(parts.explicit === undefined ? [] : [extensions.policyConstraints(parts.explicit)]),
        ...(parts.inhibitAny === undefined ? [] : [extensions.inhibitAnyPolicy(parts.inhibitAny)]),
        ...(permitted || excluded || hosts
          ? [
              extensions.nameConstraints(
                [...(permitted ? [names.directory(permitted)] : []), ...(hosts ? [names.dns(hosts)] : [])],
                excluded ? [names.directory(excluded)] : [],
              ),
            ]
          : []),
      ],
    });
    listOf(above, serial, parts.revocation);
    above = made;
    return made;
  });
  const target = leaf(
    above,
    [
      ...(leafParts.client === 'none' ? [] : [extensions.extendedKeyUsage(...clientIds[leafParts.client])]),
      ...(leafParts.host ? [extensions.alternativeNames(names.dns(leafParts.host))] : []),
      ...(leafParts.unknownCritical ? [extension('1.2.3.4', true, ia5('?'))] : []),
      ...(leafParts.policies ? [extensions.policies(...leafParts.policies)] : []),
    ],
    {
      subject: leafParts.subject,
      serial: 500,
      ...(leafParts.expired ? old : {}),
      ...(leafParts.wrongSigner ? { signer: newKey() } : {}),
    },
  );
  listOf(above, 500, leafParts.revocation);
  return { anchor, others, target, lists };
}

const pem = (label: string, ders: Buffer[]) =>
  ders
    .map(
      (der) =>
        `-----BEGIN ${label}-----\n${der
          .toString('base64')
          .match(/.{1,64}/g)
          ?.join('\n')}\n-----END ${label}-----\n`,
    )
    .join('');

interface Material {
  anchor: Party;
  others: Party[];
  target: Party;
  lists: Buffer[] | undefined;
  use: 'any' | 'clientAuth';
}

function judgeBoth({ anchor, others, target, lists, use }: Material): { ours: string; openssl: string } {
  const ours = verdict({ anchors: [anchor], others, target, use, ...(lists ? { lists } : {}) });
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-judge-'));
  try {
    const file = (name: string, label: string, ders: Buffer[]) => {
      writeFileSync(join(folder, name), pem(label, ders));
      return join(folder, name);
    };
    const words = ['verify', '-no-CApath', '-CAfile', file('root.pem', 'CERTIFICATE', [anchor.der])];
    words.push('-attime', String(today.getTime() / 1000), '-policy_check', '-policy', any);
    const between = others.map(({ der }) => der);
    if (others.length > 0) words.push('-untrusted', file('others.pem', 'CERTIFICATE', between));
    if (lists) words.push('-crl_check_all');
    if (lists && lists.length > 0) words.push('-CRLfile', file('lists.pem', 'X509 CRL', lists));
    if (use === 'clientAuth') words.push('-purpose', 'sslclient');
    words.push(file('target.pem', 'CERTIFICATE', [target.der]));
    const { status, stderr } = spawnSync('openssl', words, { encoding: 'utf8' });
    const why = /error (\d+ at .*)/.exec(stderr)?.[1] ?? stderr.slice(0, 200);
    return { ours, openssl: status === 0 ? 'good' : why };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Both verdicts about one case. */
export function bothVerdicts(one: Case): { ours: string; openssl: string } {
  const { lists, ...made } = make(one);
  return judgeBoth({ ...made, use: one.use as 'any' | 'clientAuth', lists: one.lists ? lists : undefined });
}
