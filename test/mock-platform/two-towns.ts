import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CompactSign } from 'jose';
import { createRegistrationCode, registerTenants } from '../../mock-platform/src/boxes/registration.ts';
import { seedOfficials } from '../../mock-platform/src/console/officials.ts';
import type { AnswerStatement } from '../../mock-platform/src/protocol/alerts.ts';
import type { BoxRegistration } from '../../mock-platform/src/protocol/boxes.ts';
import type { OrderDraft } from '../../mock-platform/src/protocol/console.ts';
import type { PlatformContext } from '../../mock-platform/src/server/context.ts';
import type { RunningPlatform } from '../../mock-platform/src/server/platform.ts';
import { importTownRegister } from '../../mock-platform/src/town/import-register.ts';
import { ask } from './platform.ts';

export const hiyori = '990019';
export const miharashi = '990027';

/** Two towns and two operators, three households, an official for each town. */
export async function seedTwoTowns(context: PlatformContext): Promise<void> {
  const subject = (id: string): string => context.pairwise('town', id);
  await registerTenants(context, {
    operators: [
      { id: 'hiyori-cable', name: 'ひよりケーブル' },
      { id: 'miharashi-tv', name: 'みはらしテレビ' },
    ],
    municipalities: [
      { code: hiyori, name: 'ひより町' },
      { code: miharashi, name: 'みはらし町' },
    ],
  });
  await importTownRegister(context, {
    municipality: hiyori,
    name: 'ひより町',
    districts: [
      { code: 'yamate', name: '山手', households: 214, east: -2, north: 2 },
      { code: 'kawahara', name: '川原', households: 186, east: 2, north: 2 },
      { code: 'honmachi', name: '本町', households: 402, east: 0, north: 0 },
    ],
    households: [
      {
        household: subject('hana'),
        district: 'yamate',
        name: 'はなさんの家',
        residents: [
          { subject: subject('p-hana'), callName: 'はな', fullName: '若葉 はな', supportNeeded: true },
          { subject: subject('p-isamu'), callName: 'いさむ', fullName: '若葉 いさむ', supportNeeded: false },
        ],
      },
      {
        household: subject('kenji'),
        district: 'kawahara',
        name: 'けんじさんの家',
        residents: [
          { subject: subject('p-kenji'), callName: 'けんじ', fullName: '佐藤 けんじ', supportNeeded: false },
        ],
      },
    ],
    shelters: [
      {
        id: 'school',
        name: 'ひより小学校',
        reading: 'ひよりしょうがっこう',
        marked: 'ひより{小学校|しょうがっこう}',
        district: 'honmachi',
        capacity: 240,
        note: '',
      },
      {
        id: 'gym',
        name: '川原体育館',
        reading: 'かわはらたいいくかん',
        marked: 'かわはら{体育館|たいいくかん}',
        district: 'kawahara',
        capacity: 100,
        note: '',
      },
    ],
  });
  await importTownRegister(context, {
    municipality: miharashi,
    name: 'みはらし町',
    districts: [
      { code: 'oka', name: '丘', households: 90, east: 0, north: 1 },
      // Codes of districts are unique within a town only.
      { code: 'honmachi', name: '本町', households: 60, east: 0, north: 0 },
    ],
    households: [
      {
        household: subject('sachiko'),
        district: 'honmachi',
        name: 'さちこさんの家',
        residents: [
          {
            subject: subject('p-sachiko'),
            callName: 'さちこ',
            fullName: '高橋 さちこ',
            supportNeeded: false,
          },
        ],
      },
    ],
    shelters: [],
  });
  await seedOfficials(context, [
    { municipality: hiyori, id: 'sato', name: '佐藤 まち子', role: 'writer' },
    { municipality: hiyori, id: 'takahashi', name: '高橋 一郎', role: 'approver' },
    { municipality: hiyori, id: 'aoki', name: '青木 ゆう', role: 'viewer' },
    { municipality: miharashi, id: 'mori', name: '森 ひかる', role: 'writer' },
  ]);
}

export interface TestBox {
  id: string;
  registration: BoxRegistration;
  key: KeyObject;
}

const homes = {
  hana: { operator: 'hiyori-cable', municipality: hiyori, district: 'yamate' },
  kenji: { operator: 'hiyori-cable', municipality: hiyori, district: 'kawahara' },
  sachiko: { operator: 'miharashi-tv', municipality: miharashi, district: 'honmachi' },
};

/** Registers a box of a household over HTTP, as an agent does. */
export async function registerTestBox(
  platform: RunningPlatform,
  household: keyof typeof homes,
): Promise<TestBox> {
  return registerBoxWith(
    platform,
    await createRegistrationCode(platform.context, { household, ...homes[household] }),
  );
}

/** Registers a box with a one-time code over HTTP. */
export async function registerBoxWith(platform: RunningPlatform, code: string): Promise<TestBox> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const answer = await ask(`${platform.url}/boxes/registrations`, {
    body: { code, publicKey: publicKey.export({ format: 'jwk' }), agentVersion: 'test' },
  });
  if (answer.status !== 201) throw new Error(answer.body);
  const registration = answer.json<BoxRegistration>();
  return { id: registration.box, registration, key: privateKey };
}

export function signAnswer(
  box: TestBox,
  statement: AnswerStatement,
  typ = 'chanoma-answer+jwt',
): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(statement)))
    .setProtectedHeader({ alg: 'ES256', typ })
    .sign(box.key);
}

/** A receipt as a box signs it while it has no connection. */
export function signReceipt(box: TestBox, receipt: object): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(receipt)))
    .setProtectedHeader({ alg: 'ES256', typ: 'chanoma-receipt+jwt' })
    .sign(box.key);
}

export const orderDraft = (id: string, change: Partial<OrderDraft> = {}): OrderDraft => ({
  id,
  status: 'live',
  hazard: 'landslide',
  level: 4,
  districts: ['yamate'],
  sentences: ['ひより{小学校|しょうがっこう}へ いってください。'],
  minutes: 60,
  ...change,
});
