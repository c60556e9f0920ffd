import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthModule, importBundle } from '../../../mock-platform/src/health/module.ts';
import { grantProxy } from '../../../mock-platform/src/health/proxies.ts';
import { grantsFor, parseScopes } from '../../../mock-platform/src/health/scopes.ts';
import type { HealthTables } from '../../../mock-platform/src/health/tables.ts';
import { HealthAccesses } from '../../../mock-platform/src/protocol/health.ts';
import type { Caller } from '../../../mock-platform/src/server/context.ts';
import { type Stand, stand } from '../booking/harness.ts';

const now = new Date('2026-11-20T15:00:00+09:00');
const owner = 'hana-pairwise-for-health';
const daughter = 'yui-pairwise-for-health';
const category = 'http://terminology.hl7.org/CodeSystem/observation-category';

const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const observation = (id: string, kind: string, code: string) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [coded(category, kind)],
  code: coded('http://loinc.org', code),
  effectiveDateTime: '2026-11-20',
});
const entries = [
  observation('bp', 'vital-signs', '85354-9'),
  observation('weight', 'vital-signs', '29463-7'),
  observation('ldl', 'laboratory', '2089-1'),
  {
    resourceType: 'Immunization',
    id: 'flu',
    vaccineCode: { text: 'インフルエンザ' },
    occurrenceDateTime: '2026-10-20',
  },
  { resourceType: 'AllergyIntolerance', id: 'egg', code: { text: 'たまご' } },
].map((resource) => ({ resource }));

let opened: Stand;
let caller: Partial<Caller>;
let visits = 0;
beforeAll(async () => {
  opened = await stand(healthModule, now);
  // The token's scope is what is tried here; its signature is tried elsewhere.
  opened.context.callers.person = async () => ({ jti: `visit-${visits}`, ...caller }) as Caller;
  await importBundle(opened.context, owner, { resourceType: 'Bundle', type: 'collection', entry: entries });
}, 60_000);
afterAll(() => opened.close());

async function ask(path: string, scope: string | undefined, sub = owner, accept = 'application/json') {
  caller = { sub, ...(scope === undefined ? {} : { scope }) };
  visits += 1;
  const answer = await opened.app.inject({ url: path, headers: { accept } });
  return { status: answer.statusCode, body: answer.json() };
}
const idsOf = async (path: string, scope: string | undefined, sub = owner): Promise<string> => {
  const { status, body } = await ask(path, scope, sub);
  if (status !== 200) return `${status} ${body.code}`;
  const found = body.entry ?? [{ resource: body }];
  return found
    .map(({ resource }: { resource: { id: string } }) => resource.id)
    .sort()
    .join(' ');
};

const search = '/health/fhir/Observation';
const forbidden = '403 token.scope';
const unknown = '404 health.record-unknown';

describe('scopes of a token', () => {
  it.each([
    // scope, search, bp, ldl, immunizations
    [undefined, 'bp ldl weight', 'bp', 'ldl', 'flu'],
    ['patient/*.rs', 'bp ldl weight', 'bp', 'ldl', 'flu'],
    ['patient/Observation.rs', 'bp ldl weight', 'bp', 'ldl', forbidden],
    ['patient/Observation.read', 'bp ldl weight', 'bp', 'ldl', forbidden],
    ['patient/Observation.s', 'bp ldl weight', forbidden, forbidden, forbidden],
    ['patient/Observation.r', forbidden, 'bp', 'ldl', forbidden],
    ['patient/Observation.c', forbidden, forbidden, forbidden, forbidden],
    ['patient/Observation.write', forbidden, forbidden, forbidden, forbidden],
    ['patient/Observation.rs?category=vital-signs', 'bp weight', 'bp', unknown, forbidden],
    [`patient/Observation.rs?category=${category}|vital-signs`, 'bp weight', 'bp', unknown, forbidden],
    ['patient/Observation.rs?category=urn:other|vital-signs', '', unknown, unknown, forbidden],
    ['patient/Observation.rs?code=http://loinc.org|85354-9', 'bp', 'bp', unknown, forbidden],
    [
      'patient/Observation.rs?category=laboratory&code=http://loinc.org|85354-9',
      '',
      unknown,
      unknown,
      forbidden,
    ],
    [
      'patient/Observation.s?category=laboratory patient/Observation.r?category=vital-signs',
      'ldl',
      'bp',
      unknown,
      forbidden,
    ],
    ['patient/Immunization.rs', forbidden, forbidden, forbidden, 'flu'],
    ['openid', forbidden, forbidden, forbidden, forbidden],
    ['user/Observation.rs', forbidden, forbidden, forbidden, forbidden],
    ['system/*.rs', forbidden, forbidden, forbidden, forbidden],
    ['patient/Observation.sr', forbidden, forbidden, forbidden, forbidden],
    ['patient/Observation.rs?date=ge2026', forbidden, forbidden, forbidden, forbidden],
    ['patient/Observation.rs?category=a&category=b', forbidden, forbidden, forbidden, forbidden],
    ['patient/observation.rs', forbidden, forbidden, forbidden, forbidden],
  ])('%s opens that and no more', async (scope, found, bp, ldl, flu) => {
    expect(await idsOf(search, scope)).toBe(found);
    expect(await idsOf(`${search}/bp`, scope)).toBe(bp);
    expect(await idsOf(`${search}/ldl`, scope)).toBe(ldl);
    expect(await idsOf('/health/fhir/Immunization', scope)).toBe(flu);
  });

  it('cannot be widened by the query', async () => {
    const scope = 'patient/Observation.rs?category=vital-signs';
    expect(await idsOf(`${search}?category=laboratory`, scope)).toBe('');
    expect(await idsOf(`${search}?category=laboratory,vital-signs`, scope)).toBe('bp weight');
    expect((await ask(`${search}?_count=1`, scope)).body.total).toBe(2);
  });

  it('grants of every right and kind are those of the grammar, of each pair of scopes the union', () => {
    const types = ['Observation', 'Immunization', 'Condition'];
    const rights = ['c', 'r', 'u', 'd', 's'] as const;
    const all = [...types, '*'].flatMap((type) =>
      [...rights, 'rs', 'cruds'].map((letters) => ({ type, letters })),
    );
    for (const one of all) {
      for (const other of all) {
        const scopes = parseScopes(
          `patient/${one.type}.${one.letters} patient/${other.type}.${other.letters}`,
        );
        for (const type of types) {
          for (const right of rights) {
            const wanted = [one, other].filter(
              (s) => (s.type === '*' || s.type === type) && s.letters.includes(right),
            );
            expect(grantsFor(scopes, type, right)).toHaveLength(wanted.length);
          }
        }
      }
    }
  });

  it('are needed for measurements and letters too', async () => {
    const inject = async (scope: string | undefined) => {
      caller = { sub: owner, ...(scope ? { scope } : {}) };
      const payload = { kind: 'weight', requestId: '5a1e7c1e-1111-4000-8000-000000000001', kilograms: 52 };
      return (await opened.app.inject({ method: 'POST', url: '/health/measurements', payload })).statusCode;
    };
    expect(await inject('patient/Observation.rs')).toBe(403);
    expect(await inject('patient/Observation.c?category=laboratory')).toBe(403);
    expect(await inject(undefined)).toBe(201);
    expect(await inject(undefined)).toBe(201);
    expect((await ask('/health/letters', 'patient/Observation.rs')).status).toBe(403);
    const weights = `${search}?code=${encodeURIComponent('http://loinc.org|29463-7')}`;
    expect((await ask(weights, undefined)).body.total).toBe(2);
  });

  it('FHIR clients hear of refusals as OperationOutcome', async () => {
    const { body } = await ask(search, 'openid', owner, 'application/fhir+json');
    expect(body).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'forbidden' }],
    });
    const { body: statement } = await ask('/health/fhir/metadata', 'openid');
    expect(statement).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' });
    expect((await ask('/health/fhir/Nonsense', undefined)).status).toBe(404);
  });
});

describe('somebody who reads for another', () => {
  const tables = () => opened.context.tables<HealthTables>();
  const grant = {
    subject: owner,
    proxy: daughter,
    name: 'むすめの ゆい',
    scope: 'patient/Observation.rs?category=vital-signs',
  };
  const days = (count: number) => new Date(now.getTime() + count * 86_400_000);

  it('reads what the permission says while it lasts, and the owner sees it', async () => {
    const id = await grantProxy(tables(), { ...grant, from: now, until: days(30) });
    const path = `/health/for/${id}/fhir/Observation`;
    expect((await idsOf(path, undefined, daughter)).split(' ')).toContain('bp');
    expect(await idsOf(path, undefined, daughter)).not.toContain('ldl');
    expect(await idsOf(`/health/for/${id}/fhir/Immunization`, 'patient/*.rs', daughter)).toBe(forbidden);
    expect(await idsOf(path, undefined, 'somebody-else-altogether')).toBe('404 health.proxy-unknown');
    const own = HealthAccesses.parse((await ask('/health/accesses', undefined)).body);
    expect(own.proxies).toMatchObject([{ id, name: 'むすめの ゆい' }]);
    expect(own.accesses).toContainEqual({
      at: now.toISOString(),
      actor: 'むすめの ゆい',
      action: 'read',
      kind: 'Observation',
    });
    opened.setNow(days(31));
    expect(await idsOf(path, undefined, daughter)).toBe('404 health.proxy-unknown');
    opened.setNow(now);
  });

  it('reads nothing from the moment of the revocation', async () => {
    const id = await grantProxy(tables(), { ...grant, from: now, until: days(30) });
    const revoke = (sub: string) => {
      caller = { sub };
      return opened.app.inject({ method: 'POST', url: `/health/proxies/${id}/revocation` });
    };
    expect((await revoke(daughter)).statusCode).toBe(404);
    expect((await revoke(owner)).statusCode).toBe(200);
    expect(await idsOf(`/health/for/${id}/fhir/Observation`, undefined, daughter)).toBe(
      '404 health.proxy-unknown',
    );
  });

  it('needs a term of at most a year and scopes that only read', async () => {
    const bad = [
      { until: days(400) },
      { until: days(-1) },
      { scope: 'patient/*.cruds' },
      { scope: 'everything' },
      { proxy: owner },
    ];
    for (const one of bad) {
      const asked = { ...grant, from: now, until: days(30), ...one };
      await expect(grantProxy(tables(), asked)).rejects.toThrow(RangeError);
    }
  });
});
