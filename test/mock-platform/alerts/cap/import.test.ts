import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bulletin } from '../../../../mock-platform/src/alerts/cap/import/bulletin.ts';
import {
  addFeed,
  importMessages,
  pollDueFeeds,
} from '../../../../mock-platform/src/alerts/cap/import/feeds.ts';
import { feedAddress, fetchFeed } from '../../../../mock-platform/src/alerts/cap/import/fetch.ts';
import { storeBulletins, townBulletins } from '../../../../mock-platform/src/alerts/cap/import/store.ts';
import { signAlert } from '../../../../mock-platform/src/alerts/cap/signature/sign.ts';
import type { CapTables } from '../../../../mock-platform/src/alerts/cap/tables.ts';
import type { TownBulletins } from '../../../../mock-platform/src/protocol/bulletins.ts';
import type { RunningPlatform } from '../../../../mock-platform/src/server/platform.ts';
import { coreModules } from '../../core-modules.ts';
import { ask, startTestPlatform } from '../../platform.ts';
import { hiyori, miharashi, seedTwoTowns } from '../../two-towns.ts';
import { changed, wholeAlert } from './build.ts';
import { otherKey, testKey } from './keys.ts';
import { jmaReport, lAlertMessage } from './messages.ts';

const start = new Date('2026-11-21T09:30:00+09:00');
const first = changed('>Update<', '>Alert<').replace(/<references>.*<\/references>\n/, '');
const feedOf = (...alerts: string[]): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom">${alerts.map((alert) => `<entry><title>t</title><content type="text/xml">${alert.replace(/^<\?xml[^>]*>\s*/, '')}</content></entry>`).join('')}</feed>`;
const take = (form: 'cap' | 'jma' | 'l-alert', text: string) =>
  importMessages(form, Buffer.from(text), [testKey.publicKey]);
const one = (form: 'cap' | 'jma' | 'l-alert', text: string): Bulletin => {
  const { bulletins, faults } = take(form, text);
  expect(faults).toEqual([]);
  expect(bulletins).toHaveLength(1);
  return bulletins[0] as Bulletin;
};

describe('A message of another agency', () => {
  it('is read from CAP: Japanese, level, town, and whether the town knows who signed it', () => {
    const signed = signAlert(
      first.replace('<valueName>level<', '<valueName>警戒レベル<'),
      testKey.privateKey,
    );
    expect(one('cap', signed)).toMatchObject({
      source: 'cap',
      sender: 'ひより町',
      title: '避難指示 山手',
      level: 4,
      status: 'live',
      action: 'issue',
      municipalities: [hiyori],
      verified: true,
    });
    expect(one('cap', first).verified).toBe(false);
    expect(one('cap', signAlert(first, otherKey.privateKey)).verified).toBe(false);
    expect(
      take('cap', feedOf(signed, first, first.replace('Public', 'Restricted'))).bulletins.map(
        ({ verified }) => verified,
      ),
    ).toEqual([true, false]);
  });

  it('is read from the weather agency, with full-width digits, codes of seven digits and older kinds', () => {
    expect(one('jma', jmaReport())).toMatchObject({
      source: 'jma',
      title: 'ひより県気象警報',
      text: '大雨に警戒してください。\nレベル3大雨警報',
      level: 3,
      status: 'live',
      action: 'issue',
      municipalities: [hiyori],
      verified: false,
    });
    expect(one('jma', jmaReport({ kind: '大雨警報' }).replace(/<Property>.*<\/Property>/, ''))).toMatchObject(
      { level: null },
    );
    expect(one('jma', jmaReport({ info: '取消' })).action).toBe('cancel');
    expect(one('jma', jmaReport({ condition: '解除' })).action).toBe('cancel');
  });

  it('is read from L-Alert', () => {
    expect(one('l-alert', JSON.stringify(lAlertMessage()))).toMatchObject({
      source: 'l-alert',
      title: '避難指示',
      level: 4,
      status: 'live',
      action: 'issue',
      revision: 1,
      municipalities: [hiyori],
    });
    expect(
      take('l-alert', JSON.stringify([lAlertMessage(), {}, lAlertMessage({ revision: 'x' })])),
    ).toMatchObject({
      bulletins: [{ revision: 1 }],
      faults: [
        { code: 'import.invalid', path: '/1/docid' },
        { code: 'import.invalid', path: '/2/revision' },
      ],
    });
  });

  it.each<['cap' | 'jma' | 'l-alert', string, string]>([
    ['cap', `<!DOCTYPE a>${first.replace(/^<\?xml.*\n/, '')}`, 'import.hostile'],
    ['jma', jmaReport().replace('<Report', '<!DOCTYPE Report>\n<Report'), 'import.hostile'],
    ['cap', '<html/>', 'import.not-recognised'],
    ['jma', wholeAlert, 'import.not-recognised'],
    ['cap', first.slice(0, 500), 'import.unreadable'],
    ['cap', first.replace('<scope>Public</scope>', ''), 'import.invalid'],
    ['cap', first.replace('Public', 'Restricted'), 'import.private'],
    ['jma', jmaReport({ info: '？' }), 'import.invalid'],
    ['l-alert', '[', 'import.unreadable'],
  ])('that cannot be taken is named (%s)', (form, text, code) => {
    expect(take(form, text)).toEqual({ bulletins: [], faults: [expect.objectContaining({ code })] });
  });

  it('is live only when every place in it says so', () => {
    const noise = fc.constantFrom('', ' ', '　', '\n');
    const marked = fc.constantFrom('これは訓練です', '【訓練】', '＊＊これは訓練です＊＊', '【試験】');
    const words = fc.constantFrom(
      '訓練',
      '試験',
      'Exercise',
      'Test',
      'System',
      'Draft',
      'exercise',
      'actual?',
      '',
      'テスト',
      '＊',
    );
    const path = fc.oneof(
      fc
        .constantFrom('Exercise', 'Test', 'System', 'Draft')
        .map((status) => ['cap', first.replace('>Actual<', `>${status}<`)]),
      marked.map((text) => ['cap', first.replace('土砂災害', `${text} 土砂災害`)]),
      marked.map((text) => ['cap', feedOf(first).replace('<title>t', `<title>${text}`)]),
      fc
        .constantFrom('Exercise', 'Test', 'System')
        .map((status) => [
          'cap',
          `<e:EDXLDistribution xmlns:e="urn:oasis:names:tc:emergency:EDXL:DE:1.0"><e:distributionStatus>${status}</e:distributionStatus>${first.replace(/^<\?xml[^>]*>\s*/, '')}</e:EDXLDistribution>`,
        ]),
      fc.tuple(words, noise).map(([status, blank]) => ['jma', jmaReport({ status: blank + status + blank })]),
      marked.map((title) => ['jma', jmaReport({ title })]),
      fc
        .tuple(words, noise)
        .map(([kind, blank]) => ['l-alert', JSON.stringify(lAlertMessage({ 運用種別: blank + kind }))]),
      marked.map((text) => ['l-alert', JSON.stringify(lAlertMessage({ 本文: text }))]),
    ) as fc.Arbitrary<['cap' | 'jma' | 'l-alert', string]>;
    fc.assert(
      fc.property(path, ([form, text]) => {
        for (const { status } of take(form, text).bulletins) expect(status).not.toBe('live');
      }),
      { numRuns: 300 },
    );
    expect(one('l-alert', JSON.stringify(lAlertMessage({ 本文: 'これは訓練ではありません。' }))).status).toBe(
      'live',
    );
  });
});

describe('The town’s board of messages', () => {
  let platform: RunningPlatform;
  let now = start;
  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules, clock: () => now });
    await seedTwoTowns(platform.context);
  });
  afterAll(() => platform.close());
  beforeEach(async () => {
    now = start;
    const tables = platform.context.tables<CapTables>();
    await tables.deleteFrom('alerts.bulletin').execute();
    await tables.deleteFrom('alerts.bulletin_feed').execute();
  });

  const store = (form: 'cap' | 'jma' | 'l-alert', ...texts: string[]) =>
    Promise.all(
      texts.map(async (text) => storeBulletins(platform.context, hiyori, take(form, text).bulletins)),
    );
  const titles = async (): Promise<string[]> =>
    (await townBulletins(platform.context, hiyori)).map(({ title, status }) => `${status} ${title}`);
  const signed = (text: string): string => signAlert(text, testKey.privateKey);
  const cancel = changed('>Update<', '>Cancel<')
    .replace('<identifier>hiyori-1', '<identifier>hiyori-2')
    .replace('hiyori-0,2026-11-21T08:00:00', 'hiyori-1,2026-11-21T09:00:00')
    .replace('<sent>2026-11-21T09:00', '<sent>2026-11-21T09:10');

  it('shows it to officials of the town, once, with its mark, until it runs out', async () => {
    await store('cap', first, first, signed(first));
    await store('cap', first);
    const base = `${platform.url}/console/towns`;
    expect((await ask(`${base}/${hiyori}/bulletins`)).status).toBe(401);
    const signIn = async (municipality: string, official: string): Promise<string> => {
      const answer = await ask(`${base}/${municipality}/session`, {
        body: { official },
        headers: { origin: platform.url },
      });
      return String(answer.headers['set-cookie']).split(';')[0] ?? '';
    };
    const cookie = await signIn(hiyori, 'sato');
    const board = async (town: string, session: string) =>
      (await ask(`${base}/${town}/bulletins`, { headers: { cookie: session } })).json<
        typeof TownBulletins._zod.output
      >();
    expect((await board(hiyori, cookie)).bulletins).toMatchObject([
      { title: '避難指示 山手', verified: true, status: 'live' },
    ]);
    expect((await board(miharashi, await signIn(miharashi, 'mori'))).bulletins).toEqual([]);
    now = new Date('2026-11-21T12:00:01+09:00');
    expect(await titles()).toEqual([]);
  });

  it('leaves out what was cancelled, in whatever order the two came', async () => {
    await store('cap', first, cancel);
    expect(await titles()).toEqual([]);
    await platform.context.tables<CapTables>().deleteFrom('alerts.bulletin').execute();
    await store('cap', cancel);
    await store('cap', first);
    expect(await titles()).toEqual([]);
  });

  it('lets nothing that is unsigned, foreign or a drill end what is signed and meant', async () => {
    await store('cap', signed(first));
    await store(
      'cap',
      cancel,
      signAlert(cancel, otherKey.privateKey),
      signed(cancel.replace('>Actual<', '>Exercise<')),
    );
    await store('cap', signed(cancel.replace('<sender>bousai', '<sender>else')));
    expect(await titles()).toEqual(['live 避難指示 山手']);
    await store('cap', signed(cancel));
    expect(await titles()).toEqual([]);
  });

  it('keeps the highest revision of a series, and a drill beside what is meant', async () => {
    const revision = (number: number, title: string, kind = '通常'): string =>
      JSON.stringify(lAlertMessage({ revision: number, 標題: title, 運用種別: kind }));
    await store('l-alert', revision(3, 'three'));
    await store('l-alert', revision(2, 'two'), revision(1, 'one'), revision(9, 'drill', '訓練'));
    expect((await titles()).sort()).toEqual(['drill drill', 'live three']);
    await store('l-alert', JSON.stringify(lAlertMessage({ revision: 4, 更新種別: '取消' })));
    expect(await titles()).toEqual(['drill drill']);
    const later = { at: '2026-11-21T09:20:00+09:00', serial: '2' };
    await store('jma', jmaReport({ ...later, title: 'second' }), jmaReport());
    expect(await titles()).toContain('live second');
    expect(await titles()).not.toContain('live ひより県気象警報');
    await store(
      'jma',
      jmaReport({ ...later, at: '2026-11-21T09:25:00+09:00', info: '取消', status: '訓練' }),
    );
    expect(await titles()).toContain('live second');
  });

  it('has nothing of other towns', async () => {
    await store('cap', first.replaceAll('990019', '990027'));
    await store('l-alert', JSON.stringify(lAlertMessage({ citycode: '990027' })));
    expect(await titles()).toEqual([]);
  });

  describe('asks a feed', () => {
    let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
    const server = createServer((request, response) => handle(request, response));
    let address = '';
    beforeAll(async () => {
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`;
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    it('when its time has come, and only for what is new', async () => {
      const asked: (string | undefined)[] = [];
      handle = (request, response) => {
        asked.push(request.headers['if-none-match']);
        if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
        else response.writeHead(200, { etag: '"1"' }).end(feedOf(signed(first)));
      };
      const keys = testKey.publicKey.export({ type: 'spki', format: 'pem' }).toString();
      await addFeed(platform.context, { municipality: hiyori, url: address, form: 'cap', keys });
      expect(await pollDueFeeds(platform.context)).toMatchObject([{ stored: 1, fault: null }]);
      expect(await pollDueFeeds(platform.context)).toEqual([]);
      now = new Date(start.getTime() + 61_000);
      expect(await pollDueFeeds(platform.context)).toMatchObject([{ stored: 0, fault: null }]);
      expect(asked).toEqual([undefined, '"1"']);
      expect(await townBulletins(platform.context, hiyori)).toMatchObject([{ verified: true }]);
    });

    it('and remembers why it got nothing, as the next time it may', async () => {
      handle = (_request, response) => response.writeHead(500).end();
      await addFeed(platform.context, { municipality: hiyori, url: address, form: 'jma' });
      expect(await pollDueFeeds(platform.context)).toMatchObject([{ stored: 0, fault: 'feed.status' }]);
      handle = (_request, response) => response.end(jmaReport());
      now = new Date(start.getTime() + 61_000);
      expect(await pollDueFeeds(platform.context)).toMatchObject([{ stored: 1, fault: null }]);
    });

    it.each<[string, (response: ServerResponse) => void, string]>([
      ['an answer too large', (response) => response.end(Buffer.alloc(300_000, 0x20)), 'feed.too-large'],
      ['one that never ends', (response) => response.write('<feed>'), 'feed.timeout'],
      [
        'one that leads elsewhere',
        (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
        'feed.redirect',
      ],
      ['a line cut', (response) => response.destroy(), 'feed.unreachable'],
    ])('and takes no %s', async (_what, answer, code) => {
      handle = (_request, response) => answer(response);
      const nothing = { etag: null, lastModified: null };
      const asked = fetchFeed(address, nothing, { timeoutMilliseconds: 300, limit: 200_000 });
      await expect(asked).rejects.toMatchObject({ code });
    });

    it.each([
      'http://town.example/',
      'ftp://town.example/',
      'file:///etc/passwd',
      'https://a:b@town.example/',
      'x',
    ])('and not at %s', (text) => {
      expect(() => feedAddress(text)).toThrow(expect.objectContaining({ code: 'feed.address' }));
    });
  });
});
