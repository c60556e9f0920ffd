import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishNotice } from '../../../mock-platform/src/notices/public-notices.ts';
import { PublicNotices } from '../../../mock-platform/src/protocol/notices.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { BoxSocket } from '../box-socket.ts';
import { coreModules } from '../core-modules.ts';
import { ask, startTestPlatform } from '../platform.ts';
import { hiyori, miharashi, registerTestBox, seedTwoTowns, type TestBox } from '../two-towns.ts';

const notice = (municipality: string, headline: string, publishedAt?: Date) => ({
  municipality,
  issuer: '水道課',
  headline,
  sentences: ['あすの ごぜんちゅう、みずが とまります。'],
  picture: 'water' as const,
  ...(publishedAt === undefined ? {} : { publishedAt }),
});

describe('Public notices', () => {
  let platform: RunningPlatform;
  let hana: TestBox;
  const now = new Date('2026-11-20T09:00:00Z');
  beforeAll(async () => {
    platform = await startTestPlatform({ modules: coreModules, clock: () => now });
    await seedTwoTowns(platform.context);
    hana = await registerTestBox(platform, 'hana');
  });
  afterAll(() => platform.close());

  it('of the own town reach a registered television, newest first; others and later ones do not', async () => {
    await publishNotice(
      platform.context,
      notice(hiyori, 'まえの おしらせ', new Date('2026-11-01T00:00:00Z')),
    );
    await publishNotice(platform.context, notice(hiyori, 'いまの おしらせ'));
    await publishNotice(
      platform.context,
      notice(hiyori, 'あすの おしらせ', new Date('2026-11-21T00:00:00Z')),
    );
    await publishNotice(platform.context, notice(miharashi, 'となりの おしらせ'));
    const answer = await ask(`${platform.url}/notices/public`, {
      headers: { authorization: `DPoP ${hana.id}` },
    });
    const { notices } = PublicNotices.parse(answer.json());
    expect(notices.map(({ headline }) => headline)).toEqual(['いまの おしらせ', 'まえの おしらせ']);
    expect(notices[0]).toMatchObject({ picture: 'water', publishedAt: now.toISOString() });
  });

  it('are announced to connected boxes of the town', async () => {
    const socket = await BoxSocket.resumed(platform.url, hana.id);
    await publishNotice(platform.context, notice(hiyori, 'あたらしい おしらせ'));
    await socket.next('notices-changed');
    socket.close();
  });

  it('are for registered televisions only', async () => {
    expect((await ask(`${platform.url}/notices/public`)).status).toBe(401);
  });
});
