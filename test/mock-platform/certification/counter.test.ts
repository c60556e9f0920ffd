import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeCertification } from '../../../mock-platform/src/certification/certification.ts';
import {
  type CardFile,
  type CardOrder,
  type Certification,
  certificationModule,
  openCertification,
} from '../../../mock-platform/src/certification/index.ts';
import {
  type Certificate,
  parseCertificate,
} from '../../../mock-platform/src/identity/certificates/certificate.ts';
import {
  type Anchor,
  issuerKeyOf,
  type Purpose,
} from '../../../mock-platform/src/identity/certificates/path.ts';
import { validateFor } from '../../../mock-platform/src/identity/certificates/profile.ts';
import { readAnchors } from '../../../mock-platform/src/identity/certificates/trust.ts';
import { createListSource } from '../../../mock-platform/src/identity/revocation/crl-source.ts';
import { fetchOverHttp } from '../../../mock-platform/src/identity/revocation/fetch.ts';
import { createStatusSource } from '../../../mock-platform/src/identity/revocation/ocsp-source.ts';
import { counterModule } from '../../../mock-platform/src/living-room/counter/module.ts';
import { readCard, writeCard } from '../../../mock-platform/src/living-room/seed/card-files.ts';
import {
  AuthenticationLink,
  type CertificateName,
  RenewalLink,
} from '../../../mock-platform/src/protocol/certification.ts';
import { randomSecret } from '../../../mock-platform/src/server/key-folder.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { startTestPlatform } from '../platform.ts';

const base = '/certification/counter';
const laid: { card: string | null }[] = [];
let platform: RunningPlatform;
let certification: Certification;
let secret: Uint8Array;
let anchors: readonly Anchor[];
let later = 0;
const clock = () => new Date(Date.now() + later);

const order = (cardName: string, change: Partial<CardOrder> = {}): CardOrder => ({
  municipality: '990019',
  name: `若葉 ${cardName}`,
  address: 'ひより町山手12番地',
  birthDate: '1944-05-03',
  sex: 'female',
  withSignature: true,
  issuedAt: new Date(Date.now() - 200 * 86_400_000),
  cardName,
  // P-384 keys are made in a moment.
  generation: 'next',
  ...change,
});

beforeAll(async () => {
  platform = await startTestPlatform({
    modules: [certificationModule, counterModule({ state: { readers: laid } })],
    clock,
  });
  const { dataDirectory } = platform.context.configuration;
  certification = await openCertification(dataDirectory, clock);
  secret = platform.context.keys.readOrCreate('certification-verifier', randomSecret);
  anchors = readAnchors(dataDirectory, true);
  const orders = [
    order('hana'),
    order('minoru'),
    order('yui', { birthDate: '2017-07-14', withSignature: false }),
    order('takeshi', { issuedAt: new Date(Date.now() - 11 * 366 * 86_400_000) }),
    order('isamu', { generation: 'current' }),
  ];
  for (const { file } of await Promise.all(orders.map((one) => certification.issueCard(one)))) {
    writeCard(dataDirectory, file);
  }
}, 60_000);
afterAll(() => platform?.close());

const card = (name: string): CardFile =>
  readCard(platform.context.configuration.dataDirectory, name, certification)!;

function certificateOf(file: CardFile, kind: Purpose): Certificate {
  return parseCertificate(Buffer.from(file[kind]!.certificate, 'base64'));
}

const issuerOf = (certificate: Certificate, kind: Purpose) =>
  validateFor(kind, certificate, anchors, certificate.notBefore);

const nameOf = (file: CardFile, kind: Purpose) => {
  const certificate = certificateOf(file, kind);
  return { issuerKey: issuerKeyOf(issuerOf(certificate, kind).certificate), serial: certificate.serial };
};

async function askLinks(link: string, name: CertificateName, by = secret): Promise<Response> {
  return fetch(`${platform.url}/certification/links/${link}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${Buffer.from(by).toString('base64url')}`,
    },
    body: JSON.stringify(name),
  });
}

/** What an approved verifier learns about links. */
const links = {
  successorOf: async (name: CertificateName) =>
    RenewalLink.parse(await (await askLinks('renewal', name)).json()).successor,
  predecessorOf: async (name: CertificateName) =>
    RenewalLink.parse(await (await askLinks('renewal', name)).json()).predecessor,
  authenticationOf: async (name: CertificateName) =>
    AuthenticationLink.parse(await (await askLinks('authentication', name)).json()).authentication,
};

/** What a verifier learns over HTTP, from the responder and from the list: always the same. */
async function statusOf(file: CardFile, kind: Purpose): Promise<string> {
  const { certificationUrl } = platform.context.configuration;
  const certificate = certificateOf(file, kind);
  const anchor = issuerOf(certificate, kind);
  const answers = await Promise.all(
    [createStatusSource, createListSource].map((create) =>
      create(certificationUrl, fetchOverHttp, clock).ask(certificate, anchor),
    ),
  );
  const [one, other] = answers.map((answer) => ('reason' in answer ? `${answer.reason}` : answer.status));
  expect(one).toBe(other);
  return one!;
}

const statuses = async (file: CardFile) => [
  await statusOf(file, 'authentication'),
  await statusOf(file, 'signature'),
];

const browser = (origin: string | undefined) => ({
  accept: 'text/html',
  'content-type': 'application/x-www-form-urlencoded',
  ...(origin === undefined ? {} : { origin }),
});

/** Sends a form as the page does. @returns status, where it leads, and the page's words */
async function send(name: string, deed: string, fields = {}, origin: string | undefined = platform.url) {
  const answer = await fetch(`${platform.url}${base}/${name}/${deed}`, {
    method: 'POST',
    headers: browser(origin),
    body: new URLSearchParams(fields).toString(),
    redirect: 'manual',
  });
  return { status: answer.status, to: answer.headers.get('location'), page: await answer.text() };
}

describe('At the counter', () => {
  it('a move revokes the signature certificate alone, until a new one is issued with the new address', async () => {
    const before = card('hana');
    expect(await statuses(before)).toEqual(['good', 'good']);
    const moved = await send('hana', 'move', { municipality: '990027', address: 'みはらし町丘9番地' });
    expect(moved).toMatchObject({ status: 303, to: `${base}?card=hana&deed=move` });
    expect(card('hana')).toEqual(before);
    expect(await statuses(before)).toEqual(['good', 'affiliationChanged']);

    expect(await send('hana', 'signature')).toMatchObject({ status: 303 });
    const after = card('hana');
    expect(after.authentication).toEqual(before.authentication);
    expect(await statuses(after)).toEqual(['good', 'good']);
    expect(await statusOf(before, 'signature')).toBe('affiliationChanged');
    expect(certificateOf(after, 'signature').der.includes(Buffer.from('みはらし町丘9番地'))).toBe(true);
    // Not a renewal: nothing leads from the old one to the new one, but both to the card's other certificate.
    expect(await links.successorOf(nameOf(before, 'signature'))).toBeNull();
    const authentication = nameOf(after, 'authentication');
    expect(await links.authenticationOf(nameOf(after, 'signature'))).toEqual(authentication);
    expect(await links.authenticationOf(nameOf(before, 'signature'))).toEqual(authentication);
  });

  it('another name revokes the signature certificate alone, and markup in a name stays text', async () => {
    expect(await send('minoru', 'rename', { name: '<b>田中 みのる</b>' })).toMatchObject({ status: 303 });
    expect(await statuses(card('minoru'))).toEqual(['good', 'affiliationChanged']);
    const list = await (await fetch(`${platform.url}${base}?card=minoru&deed=rename`)).text();
    expect(list).toContain('&lt;b&gt;田中 みのる&lt;/b&gt;');
    expect(list).not.toContain('<b>田中');
    expect(list).toContain('role="status"');
  });

  it.each(['isamu', 'minoru'])(
    'a renewal makes new certificates and leads from the old ones: %s',
    async (name) => {
      const before = card(name);
      const wasGood = (await statusOf(before, 'signature')) === 'good';
      expect(await send(name, 'renew')).toMatchObject({ status: 303 });
      const after = card(name);
      const [old, fresh] = [certificateOf(before, 'authentication'), certificateOf(after, 'authentication')];
      expect(fresh.serial).not.toBe(old.serial);
      expect(fresh.subject.equals(old.subject)).toBe(false);
      expect(after.surface).toEqual(before.surface);
      expect(issuerOf(fresh, 'authentication')).toEqual(issuerOf(old, 'authentication'));
      expect(await statuses(after)).toEqual(['good', 'good']);
      expect(await statuses(before)).toEqual(['superseded', wasGood ? 'superseded' : 'affiliationChanged']);
      const [older, newer] = [nameOf(before, 'authentication'), nameOf(after, 'authentication')];
      expect(await links.successorOf(older)).toEqual(newer);
      expect(await links.predecessorOf(newer)).toEqual(older);
      expect(await links.predecessorOf(older)).toBeNull();
      expect(await links.authenticationOf(nameOf(after, 'signature'))).toEqual(newer);
      const signature = await links.successorOf(nameOf(before, 'signature'));
      expect(signature).toEqual(wasGood ? nameOf(after, 'signature') : null);
    },
  );

  it('a renewal after the last day leads from nothing', async () => {
    const before = card('takeshi');
    expect(await send('takeshi', 'renew')).toMatchObject({ status: 303 });
    expect(await statuses(card('takeshi'))).toEqual(['good', 'good']);
    expect(await links.successorOf(nameOf(before, 'authentication'))).toBeNull();
  });

  it('a lost card loses both certificates; the card after it has no link to it', async () => {
    const lost = card('hana');
    expect(await send('hana', 'lost')).toMatchObject({ status: 303 });
    expect(await statuses(lost)).toEqual(['keyCompromise', 'keyCompromise']);
    for (const deed of ['renew', 'signature', 'move', 'lost']) {
      expect(await send('hana', deed)).toMatchObject({ status: 409 });
    }
    expect(await send('hana', 'replace')).toMatchObject({ status: 303 });
    const fresh = card('hana');
    expect(await statuses(fresh)).toEqual(['good', 'good']);
    expect(fresh.surface?.privateKey).not.toBe(lost.surface?.privateKey);
    expect(await links.successorOf(nameOf(lost, 'authentication'))).toBeNull();
    expect(await links.predecessorOf(nameOf(fresh, 'authentication'))).toBeNull();
  });

  it('a child gets a signature certificate with a renewal after the fifteenth birthday, not before', async () => {
    expect(await send('yui', 'signature')).toMatchObject({ status: 409 });
    expect(await send('yui', 'renew')).toMatchObject({ status: 303 });
    expect(card('yui').signature).toBeUndefined();
    later = Date.parse('2032-07-14T12:00:00+09:00') - Date.now();
    try {
      expect(await send('yui', 'renew')).toMatchObject({ status: 303 });
      expect(card('yui').signature).toBeDefined();
      expect(card('yui').pins?.signature).toEqual({ value: 'ABC123', triesLeft: 5 });
    } finally {
      later = 0;
    }
  });

  it('two clicks at the same time are two deeds, one after the other', async () => {
    const before = card('takeshi');
    const twice = await Promise.all([send('takeshi', 'renew'), send('takeshi', 'renew')]);
    expect(twice.map(({ status }) => status)).toEqual([303, 303]);
    const between = (await links.successorOf(nameOf(before, 'authentication')))!;
    expect(await links.successorOf(between)).toEqual(nameOf(card('takeshi'), 'authentication'));
    expect(await statuses(card('takeshi'))).toEqual(['good', 'good']);
    const lost = await Promise.all([send('hana', 'lost'), send('hana', 'lost')]);
    expect(lost.map(({ status }) => status).sort()).toEqual([303, 409]);
  });

  it('a card that lies on a reader is not written, and the page says what to do', async () => {
    laid.push({ card: 'takeshi' });
    const before = card('takeshi');
    const { status, page } = await send('takeshi', 'renew');
    expect([status, page.includes('リーダーから取って')]).toEqual([409, true]);
    expect(card('takeshi')).toEqual(before);
    expect(await statusOf(before, 'authentication')).toBe('good');
    laid.length = 0;
  });

  it.each([
    ['without its address', { municipality: '990027', address: ' ' }, 400],
    ['to a town that is none', { municipality: '131016', address: '1番地' }, 400],
    ['with a field that nobody asked for', { municipality: '990027', address: '1番地', serial: '1' }, 400],
  ])('a move %s is refused and changes nothing', async (_name, fields, status) => {
    expect(await send('takeshi', 'move', fields)).toMatchObject({ status });
    expect(await statuses(card('takeshi'))).toEqual(['good', 'good']);
  });

  it('nothing happens at the word of another site or of nobody', async () => {
    expect((await send('takeshi', 'lost', {}, 'http://evil.example')).status).toBe(403);
    expect((await send('takeshi', 'lost', {}, '')).status).toBe(403);
    expect((await send('nobody', 'lost')).status).toBe(404);
    expect((await send('takeshi', 'unknown')).status).toBe(404);
    expect(await statuses(card('takeshi'))).toEqual(['good', 'good']);
  });

  it('what happened is known again after a restart', async () => {
    const { dataDirectory } = platform.context.configuration;
    closeCertification(dataDirectory);
    const again = await openCertification(dataDirectory, clock);
    const known = (all: Certification) =>
      all.counter.citizens().map(({ authentication, signature, name }) => [authentication, signature, name]);
    expect(known(again)).toEqual(known(certification));
    expect(again.links.renewalOf(nameOf(card('minoru'), 'authentication'))?.predecessor).toBeDefined();
  });
});

it('links are told to the approved verifier only, and nothing about strange certificates', async () => {
  const known = nameOf(card('minoru'), 'authentication');
  for (const link of ['renewal', 'authentication']) {
    const refused = await askLinks(link, known, new Uint8Array(32));
    expect(await refused.json()).toMatchObject({ status: 401, code: 'verifier.unknown' });
    expect((await askLinks(link, { ...known, serial: '../x' })).status).toBe(400);
  }
  expect(await links.predecessorOf({ ...known, serial: 'abcdef01' })).toBeNull();
  const other = nameOf(card('isamu'), 'authentication');
  expect(await links.predecessorOf({ ...known, issuerKey: other.issuerKey })).toBeNull();
});

it('death revokes both certificates', async () => {
  const file = card('takeshi');
  certification.counter.reportDeath(certificateOf(file, 'authentication').serial);
  expect(await statuses(file)).toEqual(['cessationOfOperation', 'cessationOfOperation']);
});
