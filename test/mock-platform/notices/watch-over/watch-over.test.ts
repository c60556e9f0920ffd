import { randomUUID } from 'node:crypto';
import { CompactSign } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  assignWelfareOfficer,
  closeReport,
  watchOverDesk,
} from '../../../../mock-platform/src/notices/watch-over/officer.ts';
import { askToday } from '../../../../mock-platform/src/notices/watch-over/questions.ts';
import { reportSilent } from '../../../../mock-platform/src/notices/watch-over/watch.ts';
import {
  type WatchOverAnswer,
  type WatchOverName,
  WatchOverQuestion,
  WatchOverStanding,
} from '../../../../mock-platform/src/protocol/watch-over.ts';
import type { RunningPlatform } from '../../../../mock-platform/src/server/platform.ts';
import { provideProtection } from '../../../../mock-platform/src/server/protection.ts';
import { importTownRegister } from '../../../../mock-platform/src/town/import-register.ts';
import { BoxSocket } from '../../box-socket.ts';
import { coreModules } from '../../core-modules.ts';
import { personsByName } from '../../persons-by-name.ts';
import { ask, startTestPlatform } from '../../platform.ts';
import { hiyori, registerTestBox, seedTwoTowns, type TestBox } from '../../two-towns.ts';

const family: WatchOverName = { kind: 'family', name: '若葉 たけし' };
const officer: WatchOverName = { kind: 'welfare-officer', name: '山本 ふじ子' };

const sign = (box: TestBox, answer: WatchOverAnswer, typ = 'chanoma-watchover+jwt'): Promise<string> =>
  new CompactSign(Buffer.from(JSON.stringify(answer)))
    .setProtectedHeader({ alg: 'ES256', typ })
    .sign(box.key);

describe('Watching over', () => {
  let platform: RunningPlatform;
  let hana: TestBox;
  let kenji: TestBox;
  let now = new Date('2026-11-20T00:00:00Z');
  const later = (hours: number): void => {
    now = new Date(now.getTime() + hours * 3_600_000);
  };
  const subject = (person: string): string => platform.context.pairwise('town', person);
  const send = async (path: string, body?: object, person = `${hana.id}.p-hana`) => {
    const headers = { authorization: `DPoP ${person}` };
    const answer = await ask(`${platform.url}/town/watch-over${path}`, {
      headers,
      ...(body ? { body } : {}),
    });
    return {
      status: answer.status,
      standing: answer.status === 200 ? WatchOverStanding.parse(answer.json()) : undefined,
    };
  };
  /** The list that a box shows when it connects. */
  const questionsAt = async (box: TestBox): Promise<WatchOverQuestion[]> => {
    const socket = await BoxSocket.resumed(platform.url, box.id);
    const { questions } = await socket.next('watch-over');
    socket.close();
    return questions.map((question) => WatchOverQuestion.parse(question));
  };
  const answer = async (box: TestBox, change: Partial<WatchOverAnswer>, typ?: string): Promise<object> => {
    const socket = await BoxSocket.resumed(platform.url, box.id);
    const answer: WatchOverAnswer = {
      id: randomUUID(),
      question: randomUUID(),
      choice: 'fine',
      tier: 't0',
      at: now.toISOString(),
      ...change,
    };
    socket.send({ type: 'watch-over-answer', statement: await sign(box, answer, typ) });
    const heard = await Promise.race([socket.next('stored'), socket.next('error')]);
    socket.close();
    return heard;
  };

  beforeAll(async () => {
    platform = await startTestPlatform({
      modules: coreModules,
      clock: () => now,
      createCallers: personsByName,
    });
    const { context } = platform;
    await seedTwoTowns(context);
    const resident = (key: string, supporters: { name: string; role: string }[]) => ({
      subject: subject(key),
      callName: key,
      fullName: key,
      supportNeeded: true,
      supporters,
    });
    await importTownRegister(context, {
      municipality: hiyori,
      name: 'ひより町',
      districts: ['yamate', 'kawahara'].map((code) => ({
        code,
        name: code,
        households: 9,
        east: 0,
        north: 0,
      })),
      households: [
        {
          household: subject('hana'),
          district: 'yamate',
          name: 'はなさんの家',
          residents: [
            resident('p-hana', [
              { name: family.name, role: '家族' },
              { name: officer.name, role: '民生委員' },
              { name: '近所の人', role: '近所' },
            ]),
          ],
        },
        {
          household: subject('kenji'),
          district: 'kawahara',
          name: 'けんじさんの家',
          residents: [resident('p-kenji', [{ name: '別の 委員', role: '民生委員' }])],
        },
      ],
      shelters: [],
    });
    await assignWelfareOfficer(context, { municipality: hiyori, official: 'yamamoto', name: officer.name });
    [hana, kenji] = await Promise.all([
      registerTestBox(platform, 'hana'),
      registerTestBox(platform, 'kenji'),
    ]);
  });
  afterAll(() => platform.close());

  it('nobody is asked who has not agreed, and nobody can be named but the town’s supporters', async () => {
    expect(await askToday(platform.context)).toBe(0);
    expect((await send('')).standing).toEqual({
      offered: [officer, family, { kind: 'town', name: 'ひより町' }],
      absences: [],
      reports: [],
    });
    const stranger = { kind: 'family', name: 'だれか' };
    expect((await send('/agreement', { recipients: [family, stranger] })).status).toBe(400);
    // The television alone is nobody.
    expect((await send('/agreement', { recipients: [family] }, hana.id)).status).toBe(403);
    expect(await questionsAt(hana)).toEqual([]);
  });

  it('the question comes once a day to the own television, and the answer goes to those who were named', async () => {
    const agreed = await send('/agreement', { recipients: [family, officer] });
    expect(agreed.standing?.agreed?.recipients).toEqual([family, officer]);
    // The first question comes with the agreement; no process asks twice.
    expect(await askToday(platform.context)).toBe(0);
    const [question] = await questionsAt(hana);
    expect(question).toMatchObject({
      resident: subject('p-hana'),
      choices: ['fine', 'so-so', 'unwell', 'call'],
      recipients: ['family', 'welfare-officer'],
    });
    expect(await questionsAt(kenji)).toEqual([]);
    const id = randomUUID();
    const given = { id, question: question!.id };
    expect(await answer(kenji, given)).toMatchObject({ code: 'watch-over.question' });
    expect(await answer(hana, given, 'chanoma-answer+jwt')).toMatchObject({ code: 'watch-over.signature' });
    expect(await answer(hana, { ...given, choice: 'understood' })).toMatchObject({
      code: 'watch-over.choice',
    });
    for (let time = 0; time < 2; time += 1)
      expect(await answer(hana, given)).toMatchObject({ type: 'stored', ids: [id] });
    expect(await questionsAt(hana)).toEqual([]);
    expect((await send('')).standing?.reports).toMatchObject([
      { kind: 'answer', choice: 'fine', to: [family, officer], outcome: 'well' },
    ]);
    const desk = await watchOverDesk(platform.context, hiyori, 'yamamoto');
    expect(desk.people).toMatchObject([{ name: 'p-hana', lastAnswer: { choice: 'fine' }, absent: false }]);
    await expect(watchOverDesk(platform.context, hiyori, 'sato')).rejects.toMatchObject({ status: 404 });
  });

  it('a connected television hears of the question at once', async () => {
    later(24);
    const socket = await BoxSocket.resumed(platform.url, hana.id);
    expect((await socket.next('watch-over')).questions).toEqual([]);
    expect(await askToday(platform.context)).toBe(1);
    expect((await socket.next('watch-over')).questions).toHaveLength(1);
    socket.close();
  });

  it('silence is told after 24 hours to the nearest, after 48 to the next, each once; an answer ends it', async () => {
    later(23);
    expect(await reportSilent(platform.context)).toBe(0);
    later(1);
    expect(await reportSilent(platform.context)).toBe(1);
    expect(await reportSilent(platform.context)).toBe(0);
    expect((await watchOverDesk(platform.context, hiyori, 'yamamoto')).people[0]?.reports).toHaveLength(1);
    later(24);
    expect(await reportSilent(platform.context)).toBe(1);
    const { reports } = (await send('')).standing!;
    expect(reports.slice(0, 2)).toMatchObject([
      { kind: 'silence', hours: 48, to: [family, officer], connected: false },
      { kind: 'silence', hours: 24, to: [family] },
    ]);
    const late = await platform.context
      .tables<{ 'notices.watch_question': { id: string; resident: string; asked_at: Date } }>()
      .selectFrom('notices.watch_question')
      .select('id')
      .orderBy('asked_at', 'desc')
      .executeTakeFirstOrThrow();
    // Given in time, sent late: the box had no connection.
    await answer(hana, { question: late.id });
    const { figures } = await watchOverDesk(platform.context, hiyori, 'yamamoto');
    expect(figures).toMatchObject({
      residents: 1,
      questions: 2,
      answered: 2,
      silenceReports: 2,
      falseAlarms: 2,
      help: 0,
    });
  });

  it('who is away as planned is neither asked nor reported; whom an officer found in need counts as no false alarm', async () => {
    const until = '2026-11-24';
    expect((await send('/absences', { from: '2026-11-23', until: '2026-11-22' })).status).toBe(400);
    expect((await send('/absences', { from: '2026-11-23', until })).standing?.absences).toMatchObject([
      { until },
    ]);
    later(9);
    expect(await askToday(platform.context)).toBe(0);
    later(24 * 2);
    expect(await reportSilent(platform.context)).toBe(0);
    // Back home, nobody answers.
    later(24);
    expect(await askToday(platform.context)).toBe(1);
    later(73);
    expect(await reportSilent(platform.context)).toBe(1);
    const [open] = (await watchOverDesk(platform.context, hiyori, 'yamamoto')).people[0]!.reports;
    expect(open).toMatchObject({ hours: 72, kind: 'silence' });
    const closing = { municipality: hiyori, official: 'yamamoto', report: open!.id };
    await closeReport(platform.context, closing, 'help');
    await closeReport(platform.context, closing, 'well');
    const { people, figures } = await watchOverDesk(platform.context, hiyori, 'yamamoto');
    expect(people[0]?.reports.find(({ id }) => id === open!.id)?.outcome).toBe('help');
    expect(figures).toMatchObject({ silenceReports: 3, help: 1, falseAlarms: 2 });
    await expect(
      closeReport(platform.context, { ...closing, report: randomUUID() }, 'well'),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('a protected person is neither asked nor seen; who ends it is asked no more', async () => {
    provideProtection(
      platform.context,
      async () => new Map([[subject('p-hana'), new Set([subject('hana')])]]),
    );
    expect(await questionsAt(hana)).toEqual([]);
    expect((await watchOverDesk(platform.context, hiyori, 'yamamoto')).people).toEqual([]);
    provideProtection(platform.context, async () => new Map());
    later(24);
    await send('/agreement', { recipients: [] });
    expect(await askToday(platform.context)).toBe(0);
    expect(await questionsAt(hana)).toEqual([]);
    expect((await send('')).standing?.agreed).toBeUndefined();
  });
});
