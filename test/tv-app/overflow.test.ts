import type Lightning from '@lightningjs/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { enrolmentCodes, refusalCodes } from '../../mock-platform/src/protocol/refusals.ts';
import { failures } from '../../reader-agent/src/protocol/failures.ts';
import type { LoginPhase, LoginProgress } from '../../reader-agent/src/protocol/local.ts';
import { ServiceError } from '../../tv-app/src/clients/services.ts';
import { failureMessage } from '../../tv-app/src/messages/failures.ts';
import { type Language, languages } from '../../tv-app/src/messages/language.ts';
import { BookingDetailPage } from '../../tv-app/src/pages/booking/BookingDetailPage.ts';
import { BookingPage } from '../../tv-app/src/pages/booking/BookingPage.ts';
import { MyBookingsPage } from '../../tv-app/src/pages/booking/MyBookingsPage.ts';
import { ReservePage } from '../../tv-app/src/pages/booking/ReservePage.ts';
import { DisasterPage } from '../../tv-app/src/pages/disaster/DisasterPage.ts';
import { FirstRunPage } from '../../tv-app/src/pages/first-run/FirstRunPage.ts';
import { HealthPage } from '../../tv-app/src/pages/health/HealthPage.ts';
import { HelpPage } from '../../tv-app/src/pages/help/HelpPage.ts';
import { IdlePage } from '../../tv-app/src/pages/help/IdlePage.ts';
import { LoginPage } from '../../tv-app/src/pages/login/LoginPage.ts';
import { NoticesPage } from '../../tv-app/src/pages/notices/NoticesPage.ts';
import { DonePage } from '../../tv-app/src/pages/provider/DonePage.ts';
import { NumberPage } from '../../tv-app/src/pages/provider/NumberPage.ts';
import { ProviderPage } from '../../tv-app/src/pages/provider/ProviderPage.ts';
import { AboutPage } from '../../tv-app/src/pages/settings/AboutPage.ts';
import { KeyLearningPage } from '../../tv-app/src/pages/settings/KeyLearningPage.ts';
import { KeyTestPage } from '../../tv-app/src/pages/settings/KeyTestPage.ts';
import { LanguagePage } from '../../tv-app/src/pages/settings/LanguagePage.ts';
import { LookPage } from '../../tv-app/src/pages/settings/LookPage.ts';
import { ReaderTestPage } from '../../tv-app/src/pages/settings/ReaderTestPage.ts';
import { RemotePage } from '../../tv-app/src/pages/settings/RemotePage.ts';
import { SettingsPage } from '../../tv-app/src/pages/settings/SettingsPage.ts';
import { SoundPage } from '../../tv-app/src/pages/settings/SoundPage.ts';
import { GoodbyePage } from '../../tv-app/src/pages/visit/GoodbyePage.ts';
import { HiddenPage } from '../../tv-app/src/pages/visit/HiddenPage.ts';
import type { TextSize } from '../../tv-app/src/theme/tokens.ts';
import { notices, quietBox, shelters, shownOrder } from './canned.ts';
import * as canned from './canned-personal.ts';
import { drawnTexts, faultsOf, measureWithFont } from './drawn-texts.ts';
import { type AtHanas, atHanas } from './pages/hana.ts';

type Way = (tested: AtHanas) => Promise<void> | void;
type Screen = [name: string, way: Way, refusal?: () => unknown];

/** Pages that need nothing but to be opened. */
const simple = {
  AboutPage,
  BookingPage,
  DisasterPage,
  FirstRunPage,
  GoodbyePage,
  HiddenPage,
  IdlePage,
  KeyLearningPage,
  KeyTestPage,
  LanguagePage,
  LookPage,
  MyBookingsPage,
  NoticesPage,
  NumberPage,
  ProviderPage,
  ReaderTestPage,
  RemotePage,
  SettingsPage,
  SoundPage,
};

const login = '77777777-0000-4000-8000-000000000001';
const refuse =
  (code: string, more = {}) =>
  () => {
    throw new ServiceError(code, 409, { code, ...more });
  };
const alternatives = ['2026-11-21', '2026-12-22', '2026-12-24'].map((day) =>
  canned.slot(day, 'afternoon', true),
);
const reserve =
  (...keys: Parameters<AtHanas['go']>): Way =>
  async ({ app, go, settle }) => {
    app.open(ReservePage);
    await settle();
    await settle();
    await go(...keys);
  };
const health =
  (...keys: Parameters<AtHanas['go']>): Way =>
  async ({ app, go, settle }) => {
    app.open(HealthPage);
    await settle();
    await settle();
    await go(...keys);
  };
const fourEnters = ['Enter', 'Enter', 'Enter', 'Enter'] as const;

const screens: Screen[] = [
  ...Object.entries(simple).map(([name, page]): Screen => [name, ({ app }) => app.open(page)]),
  ['DonePage', ({ app }) => app.open(DonePage, { name: 'ひよりけんこうサイト' })],
  [
    'further pictures of the first run',
    async ({ app, go }) => {
      app.open(FirstRunPage);
      await go('Enter');
    },
  ],
  ['home', ({ app }) => app.home()],
  [
    'home of somebody with a long name',
    ({ box }) => {
      box.dispatch({ type: 'session.changed', params: { session: { ...session, callName: 'けんたろう' } } });
    },
  ],
  [
    'news about a card',
    ({ box }) => {
      box.dispatch({
        type: 'session.changed',
        params: { session: { ...session, notices: ['signature-certificate.revoked'] } },
      });
    },
  ],
  [
    'a card that expires',
    ({ box }) => {
      box.dispatch({
        type: 'session.changed',
        params: { session: { ...session, notices: ['certificate.renew-soon'] } },
      });
    },
  ],
  [
    'home with a card and nobody',
    ({ box }) => {
      box.dispatch({ type: 'session.changed', params: { session: null, reason: 'idle' } });
      box.dispatch({ type: 'reader.changed', params: { state: 'ready', card: true } });
    },
  ],
  ['けんこう', health()],
  ['けつあつ', health('Enter')],
  ['けつあつ as a table', health('Enter', 'Enter')],
  ['たいじゅう', health('Down', 'Enter')],
  ['たいじゅう as a table', health('Down', 'Enter', 'Enter')],
  ['けんしん', health('Down', 'Down', 'Enter')],
  ['one value', health('Down', 'Down', 'Enter', 'Enter')],
  ['another value', health('Down', 'Down', 'Enter', 'Down', 'Down', 'Enter')],
  ['one booking', ({ app }) => app.open(BookingDetailPage, { booking: canned.ownBookings[0]! })],
  [
    'cancelling',
    async ({ app, go }) => {
      app.open(BookingDetailPage, { booking: canned.ownBookings[0]! });
      await go('Right', 'Enter');
    },
  ],
  [
    'cancelled',
    async ({ app, go }) => {
      app.open(BookingDetailPage, { booking: canned.ownBookings[0]! });
      await go('Right', 'Enter', 'Right', 'Enter');
    },
  ],
  ['rooms', reserve()],
  ['days', reserve('Enter')],
  ['times', reserve('Enter', 'Enter')],
  ['confirmation', reserve('Enter', 'Enter', 'Enter')],
  ['done', reserve(...fourEnters)],
  ['taken', reserve(...fourEnters), refuse('booking.taken', { alternatives })],
  ['all taken', reserve(...fourEnters), refuse('booking.taken', { alternatives: [] })],
  ...['day-closed', 'outside-window', 'limit', 'facility-unknown', 'too-late-to-cancel'].map(
    (code): Screen => [`booking.${code}`, reserve(...fourEnters), refuse(`booking.${code}`)],
  ),
];

const session = {
  callName: 'はな',
  tier: 't1' as const,
  services: ['health' as const, 'booking' as const],
  since: '2026-11-20T18:29:00+09:00',
  notices: [],
};

const publicAnswers: Record<string, unknown> = { '/notices/public': notices, '/town/shelters': shelters };

const variants = languages.flatMap((language) =>
  (['normal', 'large'] as const).map((size): [Language, TextSize] => [language, size]),
);

describe.each(variants)('%s in %s letters: words stay in their place', (language, textSize) => {
  let tested: AtHanas;
  let post: () => unknown = () => undefined;
  beforeAll(async () => {
    measureWithFont();
    tested = await atHanas({ post: (path, body) => post() ?? accepted(path, body) });
    const personal = tested.tv.services;
    tested.tv.services = {
      ...personal,
      get: (path: string) =>
        Promise.resolve(publicAnswers[path]).then((known) => known ?? personal.get(path, undefined as never)),
    } as unknown as typeof personal;
    tested.tv.settings.set({ language, textSize });
  });

  /** From home, Hana signed in, nothing else going on. */
  const start = async () => {
    tested.box.dispatch({ type: 'hello', state: { ...quietBox, session } });
    tested.app.home();
    tested.focusName();
    await tested.settle();
  };
  const faults = () => faultsOf(tested.app as unknown as Lightning.Element);

  test.each(screens)('%s', async (_, way, refusal) => {
    post = refusal ?? (() => undefined);
    await start();
    await way(tested);
    for (let turn = 0; turn < 3; turn += 1) await tested.settle();
    expect([...new Set(faults())]).toEqual([]);
    const { page } = tested.app;
    if (!page || page.help.length === 0) return;
    tested.app.open(HelpPage, { title: page.publicTitle, sentences: page.help });
    await tested.settle();
    expect(faults(), 'its help').toEqual([]);
  });

  const orders = ([3, 4, 5] as const).flatMap((level) =>
    [false, true].map((drill) => ({ level, drill, options: { drill, people: 5 } })),
  );
  test.each(orders)('an order of level $level for five, drill $drill', async ({ level, options }) => {
    await start();
    tested.box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(level, options)] } });
    await tested.settle();
    expect(faults()).toEqual([]);
    await tested.go('Enter');
    expect(faults(), 'after an answer').toEqual([]);
    tested.box.dispatch({
      type: 'orders.changed',
      params: { orders: [shownOrder(level, { ...options, cancelled: true, displayed: true })] },
    });
    await tested.settle();
    expect(faults(), 'cancelled').toEqual([]);
    tested.box.dispatch({ type: 'orders.changed', params: { orders: [] } });
    await tested.settle();
  });

  test('every step and every fault of a login', async () => {
    await start();
    tested.replies['login.start'] = { login };
    tested.app.open(LoginPage, { service: 'health', title: 'x', goOn: () => {} });
    const found: string[] = [];
    const show = async (name: string, phase: LoginPhase, more: Partial<LoginProgress> = {}) => {
      tested.box.dispatch({
        type: 'login.changed',
        params: { login, service: 'health', tier: 't2', phase, ...more },
      });
      await tested.settle();
      found.push(...faults().map((fault) => `${name}: ${fault}`));
      found.push(...overDots(tested).map((words) => `${name}: over the rounds: ${words}`));
    };
    await tested.settle();
    for (const phase of ['waiting-for-card', 'reading', 'checking'] as const) await show(phase, phase);
    for (const kind of ['authentication', 'signature'] as const) {
      const [least, most] = kind === 'signature' ? [6, 16] : [4, 4];
      const pin = (triesLeft: number) => ({ kind, typed: 0, least, most, triesLeft });
      await show(kind, 'waiting-for-pin', { pin: pin(5) });
      await show(`${kind} wrong`, 'waiting-for-pin', { pin: pin(4), code: 'pin.wrong' });
      await show(`${kind} another card`, 'waiting-for-pin', { pin: pin(5), code: 'card.changed' });
      await show(`${kind} last`, 'waiting-for-pin', { pin: pin(1) });
      await show(`${kind} consent`, 'waiting-for-consent', { pin: pin(1) });
      await show(`${kind} consent after wrong`, 'waiting-for-consent', { pin: pin(1), code: 'pin.wrong' });
    }
    // Several codes share their words.
    const shown = new Set<string>();
    for (const code of [...Object.keys(failures), ...refusalCodes, ...enrolmentCodes]) {
      const { sentence, next } = failureMessage(code);
      if (!shown.has(sentence + next)) await show(code, 'refused', { code });
      shown.add(sentence + next);
    }
    expect(shown.size).toBeGreaterThan(40);
    await show('done', 'done', { callName: 'けんたろう' });
    expect(found).toEqual([]);
  });
});

/** Words that reach down into the rounds of a PIN, which are no text themselves. */
function overDots({ app }: AtHanas): string[] {
  const dots = (app.page as unknown as Lightning.Element).tag('Content.Dots' as never) as
    | Lightning.Element
    | undefined;
  if (!dots) return [];
  const { texts } = drawnTexts(app.page as unknown as Lightning.Element);
  return texts
    .filter(({ left, top, bottom }) => left < 700 && top < dots.y && bottom > dots.y - 8)
    .map(({ text }) => text);
}

function accepted(path: string, body: unknown): unknown {
  if (path.endsWith('/cancel')) return { ...canned.ownBookings[0], status: 'cancelled' };
  const { day, period } = body as { day: string; period: 'morning' };
  return canned.bookingOf(canned.facilities[0]!, day, period, '5a1e7c1e-3333-4000-8000-000000000001');
}
