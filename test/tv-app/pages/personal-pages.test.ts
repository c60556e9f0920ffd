import { describe, expect, test } from 'vitest';
import { ServiceError } from '../../../tv-app/src/clients/services.ts';
import * as canned from '../canned-personal.ts';
import { atHanas, toBooking, toHealth, toRooms } from './hana.ts';

describe('けんこう', () => {
  test('opens with what is new and the focus on the newest kind of record', async () => {
    const { go, words, focusName } = await atHanas();
    await go(...toHealth);
    expect(words()).toContain('きょうの けつあつが とどきました。');
    expect(focusName()).toBe('けつあつ。上 126、下 78。めやすの なか。きょうの あさ。ごじたくの 血圧計');
  });

  test('the chart goes from day to day and reads each one, and 決定 turns it into a table and back', async () => {
    const { go, focusName, tv, spoken, clock } = await atHanas();
    tv.settings.set({ readAloud: true });
    await go(...toHealth, 'Enter');
    expect(focusName()).toBe('20日 金曜日、上 126、下 78');
    await go('Left', 'Left');
    expect(focusName()).toBe('18日 水曜日、上 127、下 76');
    clock.pass(1000);
    expect(spoken[spoken.length - 1]).toBe('18日 水曜日、上 127、下 76');
    await go('Enter');
    expect(focusName()).toContain('14日 土曜日 上 132 下 80');
    await go('Enter');
    expect(focusName()).toBe('18日 水曜日、上 127、下 76');
    await go('Enter', 'Back');
    expect(focusName()).toBe('18日 水曜日、上 127、下 76');
  });

  test('赤 reads the value and what it means', async () => {
    const { go, spoken } = await atHanas();
    await go(...toHealth, 'Red');
    expect(spoken[spoken.length - 1]).toContain('きょうの けつあつが とどきました。');
    await go('Enter', 'Red');
    expect(spoken[spoken.length - 1]).toBe(
      'けつあつ。きょうの あさ。上 126、下 78。めやすの はんいです。20日 金曜日、上 126、下 78',
    );
  });

  test('the check-up says how many values are inside, and a value opens its years', async () => {
    const { go, words, focusName } = await atHanas();
    await go(...toHealth, 'Down', 'Down', 'Enter');
    expect(words()).toContain('6この うち 5こが めやすの なかです。');
    await go('Down', 'Enter');
    expect(words()).toContain('血糖の ようす HbA1c');
    await go('Left', 'Left');
    expect(focusName()).toBe('令和6年、はかっていません');
  });

  test('without records it says so and offers what else there is', async () => {
    const { go, words, focusName } = await atHanas({ bundle: canned.bundleOf([]) });
    await go(...toHealth);
    expect(words()).toContain('まだ きろくが ありません。');
    expect(focusName()).toBe('おくすり');
  });

  test('the only canvas of a chart is freed when the page is left', async () => {
    const { go, app } = await atHanas();
    const { textureManager } = app.stage as unknown as {
      textureManager: { textureSourceHashmap: Map<string, unknown> };
    };
    const charts = () =>
      [...textureManager.textureSourceHashmap.keys()].filter((id) => id.startsWith('trend-'));
    await go(...toHealth, 'Enter', 'Left', 'Left');
    expect(charts()).toHaveLength(1);
    await go('Back');
    expect(charts()).toEqual([]);
  });

  test('when the card goes, nothing of the person stays on the screen', async () => {
    const { go, words, box, settle } = await atHanas();
    await go(...toHealth, 'Enter');
    box.dispatch({ type: 'session.changed', params: { session: null, reason: 'card-removed' } });
    await settle();
    const screen = words().join();
    for (const secret of ['126', 'はな', 'けつあつ', '血圧計']) expect(screen).not.toContain(secret);
  });
});

describe('よやく', () => {
  test('shows the next booking and the ways on', async () => {
    const { go, focusName, words } = await atHanas();
    await go(...toBooking);
    expect(focusName()).toContain('11月27日 金曜日');
    expect(words().join()).toContain('2つ あります');
  });

  test('five steps with ten keys book a room, and the request is complete', async () => {
    const { go, words, sent, focusName } = await atHanas();
    await go(...toRooms);
    expect(words()).toContain('どの へやが いいですか。');
    await go('Enter');
    expect(focusName()).toBe('11月20日 金曜日、あいています');
    await go('Right', 'Enter');
    expect(words()).toContain('いつが いいですか。');
    expect(focusName()).toBe('午前、9時から 12時まで、あいています');
    await go('Enter');
    expect(words().join()).toContain(
      '日 11月21日 土曜日、時間 午前 9時から 12時まで、場所 ひより公民館 大広間、りょうきん 600円',
    );
    expect(focusName()).toBe('よやくする');
    await go('Enter');
    expect(words()).toContain('よやく できました。');
    expect(sent).toHaveLength(1);
    expect(sent[0]!.body).toMatchObject({ facility: 'hall', day: '2026-11-21', period: 'morning' });
  });

  test('戻る goes one step back and stands on the answer given there', async () => {
    const { go, words, focusName } = await atHanas();
    await go(...toRooms, 'Enter', 'Right', 'Enter', 'Back');
    expect(words()).toContain('どの日が いいですか。');
    expect(focusName()).toBe('11月21日 土曜日、あいています');
    await go('Back');
    expect(focusName()).toContain('大広間');
    await go('Back');
    expect(words()).not.toContain('どの へやが いいですか。');
  });

  test('closed and full days and taken times stay where they are and cannot be chosen', async () => {
    const { go, words, focusName } = await atHanas();
    await go(...toRooms, 'Enter', 'Right', 'Right');
    expect(focusName()).toBe('11月22日 日曜日、うまっています');
    await go('Enter');
    expect(words()).toContain('どの日が いいですか。');
    await go('Right');
    expect(focusName()).toBe('11月23日 月曜日、やすみ');
  });

  test('the calendar turns by two weeks', async () => {
    const { go, words, focusName } = await atHanas();
    await go(...toRooms, 'Enter', 'Down', 'Down', 'Down', 'Right', 'Right');
    expect(focusName()).toBe('つぎの 2週間');
    await go('Enter');
    expect(words().join()).toContain('12月4日 金曜日');
    expect(focusName()).toBe('つぎの 2週間');
  });

  test('a room of the second page is still under the focus after 戻る and with large letters', async () => {
    const { go, focusName } = await atHanas();
    await go(...toRooms, 'Down', 'Down', 'Down', 'Enter');
    const room = focusName();
    expect(room).toContain('体育');
    await go('Enter', 'Back');
    expect(focusName()).toBe(room);
    await go('Blue');
    expect(focusName()).toBe(room);
  });

  test('trembling on よやくする does not put the outcome away unseen', async () => {
    const { go, press, settle, words } = await atHanas();
    await go(...toRooms, 'Enter', 'Enter', 'Enter', 'Enter');
    press('Enter');
    await settle();
    expect(words()).toContain('よやく できました。');
  });

  test('somebody was faster: three other times, one press away, under a new request', async () => {
    let tries = 0;
    const alternatives = [
      canned.slot('2026-11-21', 'evening', true),
      canned.slot('2026-11-22', 'morning', true),
      canned.slot('2026-11-24', 'morning', true),
    ];
    const { go, words, focusName, sent } = await atHanas({
      post: (_path, body) => {
        tries += 1;
        if (tries === 1)
          throw new ServiceError('booking.taken', 409, { code: 'booking.taken', alternatives });
        const { day, period } = body as { day: string; period: 'evening' };
        return canned.bookingOf(canned.facilities[0]!, day, period, '5a1e7c1e-3333-4000-8000-000000000002');
      },
    });
    await go(...toRooms, 'Enter', 'Right', 'Enter', 'Enter', 'Enter');
    expect(words()).toContain('いま うまりました。');
    expect(focusName()).toBe('11月21日 土曜日、夜間 6時から 9時まで、あいています');
    await go('Enter', 'Enter');
    expect(words()).toContain('よやく できました。');
    const ids = sent.map(({ body }) => (body as { requestId: string }).requestId);
    expect(new Set(ids).size).toBe(2);
  });

  test('a lost answer is asked for again with the same request', async () => {
    let tries = 0;
    const { go, words, focusName, sent } = await atHanas({
      post: () => {
        tries += 1;
        if (tries === 1) throw new ServiceError('platform.unreachable', 0);
        return canned.bookingOf(
          canned.facilities[0]!,
          '2026-11-21',
          'morning',
          '5a1e7c1e-3333-4000-8000-000000000003',
        );
      },
    });
    await go(...toRooms, 'Enter', 'Right', 'Enter', 'Enter', 'Enter');
    expect(words()).toContain('いま つながりません。');
    expect(focusName()).toBe('もういちど');
    await go('Enter');
    expect(words()).toContain('よやく できました。');
    expect(sent[0]!.body).toEqual(sent[1]!.body);
  });

  test('cancelling asks first, with the safe answer under the focus', async () => {
    const { go, words, focusName, sent } = await atHanas();
    await go(...toBooking, 'Enter', 'Right', 'Enter');
    expect(words().join()).toContain('よやくを とりけしますか。');
    expect(focusName()).toBe('そのままにする');
    await go('Enter');
    expect(sent).toEqual([]);
    await go('Right', 'Enter', 'Right', 'Enter');
    expect(words()).toContain('よやくを とりけしました。');
    expect(sent[0]!.path).toBe(`/booking/bookings/${canned.ownBookings[0]!.id}/cancel`);
  });
});
