import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, createLocalJWKSet, exportJWK, SignJWT } from 'jose';
import { healthModule, importBundle } from '../../../mock-platform/src/health/module.ts';
import { storeBundle } from '../../../mock-platform/src/health/store.ts';
import type { HealthTables } from '../../../mock-platform/src/health/tables.ts';
import { healthBundle } from '../../../mock-platform/src/living-room/seed/health-data.ts';
import { observationCodes } from '../../../mock-platform/src/protocol/health.ts';
import { audienceOf } from '../../../mock-platform/src/protocol/tokens.ts';
import { createCallers } from '../../../mock-platform/src/relying-party/callers.ts';
import { type Stand, stand } from '../../mock-platform/booking/harness.ts';
import { startPostgres } from '../../mock-platform/postgres.ts';
import { type Figure, series, single } from '../report.ts';

/** Load that the platform must bear, and how long it is put on. */
const perSecond = 200;
const seconds = 10;
const residents = 500;

const sample = new URL(
  '../../../../shared/data/fhir/Bundle-Bundle-eCheckupReport-Sample-01.json',
  import.meta.url,
);

const subjectOf = (number: number): string => `bench-resident-${String(number).padStart(6, '0')}`;
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = await exportJWK(publicKey);
  return { key: privateKey, jwk, jkt: await calculateJwkThumbprint(jwk) };
}

/** What the first health page of a resident asks for, one after the other. */
const paths = [
  `/health/fhir/Observation?code=${encodeURIComponent(`${observationCodes.bloodPressure.system}|${observationCodes.bloodPressure.code}`)}&_count=60&_sort=-date`,
  `/health/fhir/Observation?code=${encodeURIComponent(`${observationCodes.bodyWeight.system}|${observationCodes.bodyWeight.code}`)}&_count=60&_sort=-date`,
  '/health/fhir/Observation?category=laboratory,exam&_count=500&_sort=-date',
];

interface Ready {
  path: string;
  headers: { authorization: string; dpop: string };
}

/** Real tokens and DPoP proofs, made beforehand: boxes make them elsewhere. */
async function requests(opened: Stand, base: string): Promise<Ready[]> {
  const [provider, box] = await Promise.all([keyPair(), keyPair()]);
  const issuer = `${base}/oidc`;
  opened.context.callers = createCallers({
    issuer,
    jwks: createLocalJWKSet({ keys: [provider.jwk] }),
    policyOf: () => 't1',
    clock: () => new Date(),
    htuBase: base,
  });
  const at = Math.floor(Date.now() / 1000);
  const tokens = await Promise.all(
    Array.from({ length: residents }, (_, number) =>
      new SignJWT({
        iss: issuer,
        aud: audienceOf('health'),
        sub: subjectOf(number),
        client_id: randomUUID(),
        iat: at,
        exp: at + 600,
        jti: randomUUID(),
        cnf: { jkt: box.jkt },
        tier: 't1',
        operator: 'bench',
        municipality: '990019',
        household: 'household-of-the-bench',
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
        .sign(provider.key),
    ),
  );
  return Promise.all(
    Array.from({ length: perSecond * seconds }, async (_, index) => {
      const token = tokens[Math.floor(index / paths.length) % residents] as string;
      const path = paths[index % paths.length] as string;
      const proof = new SignJWT({
        htm: 'GET',
        htu: `${base}${path.split('?')[0]}`,
        ath: createHash('sha256').update(token).digest('base64url'),
        iat: at,
        jti: randomUUID(),
      }).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: box.jwk });
      return { path, headers: { authorization: `DPoP ${token}`, dpop: await proof.sign(box.key) } };
    }),
  );
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function timed(base: string, { path, headers }: Ready): Promise<number> {
  const from = performance.now();
  return new Promise((done, failed) => {
    get(`${base}${path}`, { agent, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200
          ? done(performance.now() - from)
          : failed(new Error(`answered ${response.statusCode}`)),
      );
    }).on('error', failed);
  });
}

/** Requests begin at their times, whether those before have been answered or not. */
async function load(base: string, all: readonly Ready[]): Promise<number[]> {
  const begin = performance.now();
  const running: Promise<number>[] = [];
  for (const [index, one] of all.entries()) {
    const due = begin + (index * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 1) await pause(early);
    running.push(timed(base, one));
  }
  return Promise.all(running);
}

/** Bundles of ten entries, as a clinic hands in a visit. */
const smallBundle = (number: number) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: Array.from({ length: 10 }, (_, index) => ({
    resource: {
      resourceType: 'Observation',
      id: `visit-${number}-${index}`,
      status: 'final',
      category: [{ coding: [{ code: 'laboratory' }] }],
      code: { coding: [observationCodes.ldlCholesterol], text: 'LDL' },
      subject: { reference: `Patient/${number}`, display: 'かんじゃ' },
      effectiveDateTime: '2026-11-20',
      valueQuantity: { value: 100 + index, unit: 'mg/dL' },
    },
  })),
});

async function importRate(
  opened: Stand,
  count: number,
  bundleOf: (number: number) => unknown,
): Promise<number> {
  const tables = opened.context.tables<HealthTables>();
  const from = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const number = next;
      next += 1;
      await storeBundle(tables, subjectOf(residents + (number % residents)), bundleOf(number), 'clinic');
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return (count * 1000) / (performance.now() - from);
}

/** Health: page data under load and the rate of imports, on a PostgreSQL server of its own. */
export async function health(say: (line: string) => void): Promise<{ figures: Figure[]; missing: string[] }> {
  const server = await startPostgres({ durable: true });
  const opened = await stand(healthModule, new Date(), await server.freshDatabase());
  const missing: string[] = [];
  try {
    say(`health: records of ${residents} residents`);
    const bundle = healthBundle('hana', new Date());
    for (let number = 0; number < residents; number += 1)
      await importBundle(opened.context, subjectOf(number), bundle);
    await opened.app.listen({ port: 0, host: '127.0.0.1' });
    const base = `http://127.0.0.1:${(opened.app.server.address() as AddressInfo).port}`;
    const all = await requests(opened, base);
    say(`health: ${perSecond} requests a second for ${seconds} s`);
    await load(base, all.slice(0, perSecond));
    const times = await load(base, (await requests(opened, base)).slice(0));
    say('health: imports');
    const small = await importRate(opened, 1000, smallBundle);
    const figures = [
      series('health: page data at 200 requests/s', times, { limit: 50, how: 'checked tokens and proofs' }),
      single('health: bundles of 10 entries', small, { unit: 'per s', least: 100 }),
    ];
    if (existsSync(sample)) {
      const report: unknown = JSON.parse(readFileSync(sample, 'utf8'));
      const large = await importRate(opened, 300, () => report);
      figures.push(single('health: check-up reports of 52 entries', large, { unit: 'per s' }));
    } else missing.push('check-up report: the conformance data is not there');
    return { figures, missing };
  } finally {
    agent.destroy();
    await opened.close();
    await server.stop();
  }
}
