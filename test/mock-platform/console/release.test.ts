import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setReleasePolicy } from '../../../mock-platform/src/alerts/release/policy.ts';
import { tendDrafts } from '../../../mock-platform/src/alerts/release/release.ts';
import type { ReleaseTables } from '../../../mock-platform/src/alerts/release/tables.ts';
import type { WaitingOrder } from '../../../mock-platform/src/protocol/release.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { coreModules } from '../core-modules.ts';
import { startTestPlatform } from '../platform.ts';
import { hiyori, seedTwoTowns } from '../two-towns.ts';
import { callDesk, draftEntry, refusal, signIn } from './desk.ts';

describe('The two-person release', () => {
  let platform: RunningPlatform;
  let now = Date.parse('2026-11-20T03:00:00Z');
  const cookies: Record<string, string> = {};

  const as = (official: string, path: string, body?: object) =>
    callDesk(platform, `${hiyori}/${path}`, { cookie: cookies[official]!, ...(body ? { body } : {}) });
  const write = async (official: string, ...entry: Parameters<typeof draftEntry>) => {
    const answer = await as(official, 'drafts', draftEntry(...entry));
    expect(answer.body).toContain('"state"');
    return answer.json<WaitingOrder>();
  };
  const isOut = async (id: string) => (await as('sato', `orders/${id}`)).status === 200;
  const steps = ({ history }: WaitingOrder) => history.map(({ what, by }) => `${what} ${by}`);

  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules, clock: () => new Date(now) });
    await seedTwoTowns(platform.context);
    for (const official of ['sato', 'takahashi', 'aoki'])
      cookies[official] = await signIn(platform, hiyori, official);
  });
  afterAll(() => platform.close());

  it('releases a live order only by another official than its writer', async () => {
    const id = randomUUID();
    expect(await write('takahashi', id)).toMatchObject({ state: 'waiting', version: 1 });
    expect(refusal(await as('takahashi', `drafts/${id}/release`, { version: 1 }))).toEqual([
      403,
      'draft.own',
    ]);
    for (const official of ['sato', 'aoki'])
      expect(refusal(await as(official, `drafts/${id}/release`, { version: 1 }))).toEqual([
        403,
        'official.role',
      ]);
    expect(await isOut(id)).toBe(false);
    // The same draft under another's name is another's draft: who sends it again is its writer.
    expect((await as('sato', 'drafts', draftEntry(id, {}, { version: 1 }))).json()).toMatchObject({
      writer: 'sato',
      version: 2,
    });
    const released = await as('takahashi', `drafts/${id}/release`, { version: 2 });
    expect(released.json()).toMatchObject({ state: 'released' });
    expect(await isOut(id)).toBe(true);
  });

  it('has no other way to a television', async () => {
    expect(
      refusal(await as('takahashi', 'orders', draftEntry(randomUUID()).draft))[0],
    ).toBeGreaterThanOrEqual(404);
    // Nor for code that goes past the rule: the database itself refuses.
    const id = randomUUID();
    await write('sato', id);
    const drafts = platform.context.tables<ReleaseTables>().updateTable('alerts.draft').where('id', '=', id);
    const approved = { state: 'approved' as const, two_persons: true, approved_version: 1 };
    await expect(drafts.set({ ...approved, approved_by: 'sato' }).execute()).rejects.toThrow(
      /two_persons_release/,
    );
    await expect(drafts.set({ ...approved, approved_by: 'takahashi', version: 2 }).execute()).rejects.toThrow(
      /approved_as_it_is/,
    );
    const events = platform.context.tables<ReleaseTables>();
    await expect(sql`delete from alerts.draft_event`.execute(events)).rejects.toThrow(/record/);
    expect(await isOut(id)).toBe(false);
  });

  it('takes an approval away when the order is changed', async () => {
    const id = randomUUID();
    const scheduledFor = new Date(now + 3600_000).toISOString();
    await write('sato', id, {}, { scheduledFor });
    expect((await as('takahashi', `drafts/${id}/release`, { version: 1 })).json()).toMatchObject({
      state: 'approved',
    });
    const changed = await as('sato', 'drafts', draftEntry(id, { level: 5 }, { version: 1, scheduledFor }));
    expect(changed.json()).toMatchObject({ state: 'waiting', version: 2 });
    now += 3600_000;
    await tendDrafts(platform.context);
    expect(await isOut(id)).toBe(false);
    // Who had the old one on the screen does not release the new one.
    expect(refusal(await as('takahashi', `drafts/${id}/release`, { version: 1 }))).toEqual([
      409,
      'draft.changed',
    ]);
  });

  it('sends an approved order at its time, once', async () => {
    const id = randomUUID();
    await write('sato', id, {}, { scheduledFor: new Date(now + 600_000).toISOString() });
    await as('takahashi', `drafts/${id}/release`, { version: 1 });
    await tendDrafts(platform.context);
    expect(await isOut(id)).toBe(false);
    now += 600_000;
    await Promise.all([tendDrafts(platform.context), tendDrafts(platform.context)]);
    expect(await isOut(id)).toBe(true);
    const { drafts } = (await as('sato', 'drafts')).json<{ drafts: WaitingOrder[] }>();
    expect(steps(drafts.find((one) => one.id === id)!)).toEqual([
      'submitted 佐藤 まち子',
      'approved 高橋 一郎',
      'released 自動',
    ]);
  });

  it('lets an order that nobody released within an hour run out', async () => {
    const id = randomUUID();
    await write('sato', id);
    now += 3600_000;
    expect(refusal(await as('takahashi', `drafts/${id}/release`, { version: 1 }))).toEqual([
      409,
      'draft.closed',
    ]);
    await tendDrafts(platform.context);
    const { drafts } = (await as('sato', 'drafts')).json<{ drafts: WaitingOrder[] }>();
    expect(drafts.find((one) => one.id === id)).toMatchObject({ state: 'expired' });
  });

  it('goes on by one official in an emergency, with the reason in the record', async () => {
    const id = randomUUID();
    await write('sato', id);
    expect((await as('sato', `drafts/${id}/override`, { version: 1, reason: '  ' })).status).toBe(400);
    const reason = '高橋さんに電話がつながらない';
    const released = await as('sato', `drafts/${id}/override`, { version: 1, reason });
    expect(released.json()).toMatchObject({ state: 'released' });
    expect(released.json<WaitingOrder>().history).toContainEqual(
      expect.objectContaining({ what: 'overridden', by: '佐藤 まち子', reason }),
    );
    expect(await isOut(id)).toBe(true);
  });

  it('gives an order back, takes it back, and opens neither again by a release', async () => {
    for (const [official, deed, body, state] of [
      ['takahashi', 'return', { version: 1, reason: '地区が足りません' }, 'returned'],
      ['sato', 'withdraw', { version: 1 }, 'withdrawn'],
    ] as const) {
      const id = randomUUID();
      await write('sato', id);
      expect((await as(official, `drafts/${id}/${deed}`, body)).json()).toMatchObject({ state });
      expect(refusal(await as('takahashi', `drafts/${id}/release`, { version: 1 }))).toEqual([
        409,
        'draft.closed',
      ]);
    }
  });

  it('needs one official for a drill, and for live where the town decided so', async () => {
    expect(await write('sato', randomUUID(), { status: 'drill' })).toMatchObject({ state: 'released' });
    await setReleasePolicy(platform.context, hiyori, false);
    expect(await write('sato', randomUUID())).toMatchObject({ state: 'released' });
    await setReleasePolicy(platform.context, hiyori, true);
    expect(await write('sato', randomUUID())).toMatchObject({ state: 'waiting' });
  });

  it('carries translations, an audience and what it updates to the order', async () => {
    const first = randomUUID();
    const translations = { en: ['Go to Hiyori Elementary School.'] };
    const audience = { kind: 'group' as const, group: 'support-needed' };
    await write('sato', first, { translations, audience, districts: [] });
    await as('takahashi', `drafts/${first}/release`, { version: 1 });
    const second = randomUUID();
    await write('sato', second, { level: 5 }, { updates: first });
    expect((await as('takahashi', `drafts/${second}/release`, { version: 1 })).json()).toMatchObject({
      state: 'released',
      updates: first,
    });
    const { orders } = (await as('sato', 'orders')).json<{
      orders: { id: string; supersededBy?: string }[];
    }>();
    expect(orders.find(({ id }) => id === first)?.supersededBy).toBe(second);
    // What can no longer be updated goes back to its writer.
    const third = randomUUID();
    await write('sato', third, {}, { updates: first });
    expect(refusal(await as('takahashi', `drafts/${third}/release`, { version: 1 }))).toEqual([
      409,
      'order.superseded',
    ]);
    const { drafts } = (await as('sato', 'drafts')).json<{ drafts: WaitingOrder[] }>();
    expect(drafts.find(({ id }) => id === third)).toMatchObject({ state: 'returned' });
  });
});
