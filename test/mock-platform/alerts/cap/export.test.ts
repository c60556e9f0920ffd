import { createPublicKey, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelOrder } from '../../../../mock-platform/src/alerts/amend-order.ts';
import { judgeDocument } from '../../../../mock-platform/src/alerts/cap/check/judge-document.ts';
import { contentsOf } from '../../../../mock-platform/src/alerts/cap/documents.ts';
import { importMessages } from '../../../../mock-platform/src/alerts/cap/import/feeds.ts';
import { orderFromCap } from '../../../../mock-platform/src/alerts/cap/profile/cap-to-order.ts';
import { readAlert } from '../../../../mock-platform/src/alerts/cap/read.ts';
import { parseXmlText } from '../../../../mock-platform/src/alerts/cap/xml/parse.ts';
import { issueOrder } from '../../../../mock-platform/src/alerts/issue-order.ts';
import type { AlertsTables } from '../../../../mock-platform/src/alerts/tables.ts';
import type { RunningPlatform } from '../../../../mock-platform/src/server/platform.ts';
import { coreModules } from '../../core-modules.ts';
import { ask, startTestPlatform } from '../../platform.ts';
import { hiyori, miharashi, orderDraft, seedTwoTowns } from '../../two-towns.ts';
import { haveSamples } from './samples.ts';
import { xmllintVerdicts } from './xmllint.ts';

describe('The orders of a town as a public feed', () => {
  let platform: RunningPlatform;
  let now = new Date();
  const feed = (town = hiyori) => `${platform.url}/alerts/cap/${town}`;
  const issue = (change: Parameters<typeof orderDraft>[1] = {}) =>
    issueOrder(platform.context, hiyori, 'sato', orderDraft(randomUUID(), change));
  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules, clock: () => now });
    await seedTwoTowns(platform.context);
    const { id } = await issue();
    await issue({ status: 'drill', level: 3 });
    await cancelOrder(platform.context, hiyori, 'sato', id);
  });
  afterAll(() => platform.close());

  it('carry one signed alert each, that gives back the order', async () => {
    const answer = await ask(feed());
    expect(answer.headers['content-type']).toContain('application/atom+xml');
    const key = (await ask(`${feed()}/key`)).body;
    const verdict = judgeDocument(Buffer.from(answer.body), [createPublicKey(key)]);
    expect(verdict.problems.map(({ code }) => code)).toEqual(['document.not-cap']);
    expect(verdict.signatures).toEqual(Array.from({ length: 3 }, () => ({ verifies: true, key: 'known' })));
    const document = parseXmlText(answer.body);
    const alerts = contentsOf(document.root!, document).alerts.map(({ element }) => readAlert(element));
    const bodies = await platform.context
      .tables<AlertsTables>()
      .selectFrom('alerts.order')
      .select('body')
      .orderBy('number', 'desc')
      .execute();
    expect(alerts.map(orderFromCap)).toEqual(bodies.map(({ body }) => body));
    expect(alerts.map(({ status, msgType }) => `${status} ${msgType}`)).toEqual([
      'Actual Cancel',
      'Exercise Alert',
      'Actual Alert',
    ]);
  });

  it.skipIf(!haveSamples)('are valid for libxml2, alone', async () => {
    const ids = [...(await ask(feed())).body.matchAll(/<id>urn:uuid:([^<]*)/g)].map(([, id]) => id);
    const documents = await Promise.all(ids.map(async (id) => (await ask(`${feed()}/${id}`)).body));
    expect(
      await xmllintVerdicts(
        documents.map((text) => Buffer.from(text)),
        'cap12_extended.xsd',
      ),
    ).toEqual([true, true, true]);
    for (const text of documents) expect(judgeDocument(Buffer.from(text), []).valid).toBe(true);
  });

  it('can be read by another town’s board, the drill as a drill', async () => {
    const { body } = await ask(feed());
    const { bulletins } = importMessages('cap', Buffer.from(body), [
      createPublicKey((await ask(`${feed()}/key`)).body),
    ]);
    expect(
      bulletins.map(({ status, action, verified, level }) => ({ status, action, verified, level })),
    ).toEqual([
      { status: 'live', action: 'cancel', verified: true, level: 4 },
      { status: 'drill', action: 'issue', verified: true, level: 3 },
      { status: 'live', action: 'issue', verified: true, level: 4 },
    ]);
  });

  it('may be kept for seconds and asked for by tag; another order changes the tag', async () => {
    const before = await ask(feed());
    expect(before.headers['cache-control']).toBe('public, max-age=10');
    const etag = String(before.headers.etag);
    expect((await ask(feed(), { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await ask(feed())).body).toBe(before.body);
    await issue({ level: 5 });
    expect((await ask(feed(), { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  it('end a day after they ran out, and are not there for a town that is none', async () => {
    expect((await ask(feed(miharashi))).body).not.toContain('<entry>');
    expect((await ask(feed('123456'))).status).toBe(404);
    expect((await ask(`${feed()}/${randomUUID()}`)).status).toBe(404);
    now = new Date(now.getTime() + 4 * 24 * 3600_000);
    expect((await ask(feed())).body).not.toContain('<entry>');
  });
});
