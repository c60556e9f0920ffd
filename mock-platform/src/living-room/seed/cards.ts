import { addDays, ageOn, dayOf } from '../../booking/calendar.ts';
import type { Certification } from '../../certification/index.ts';
import type { CardFile } from '../../protocol/card-reader.ts';
import { identityOf, readCard, writeCard } from './card-files.ts';
import { fumi, hiyori, households, makoto, type Resident, takeshi, yoshiko } from './world.ts';

/** Children below this age get no signature certificate. */
const signatureAge = 15;
/** A certificate lasts until the fifth birthday: issued this long ago it has expired. */
const expiredAfterDays = 7 * 365;

/** Cards that carry no certificates: answer to reset only (type B, and FeliCa as PC/SC part 3 describes it). */
const otherCards: readonly CardFile[] = [
  {
    name: 'old-resident-card',
    kind: 'resident-card',
    atr: '3B888001000005E0B381A1007F',
    surfaceNeedsBirthDate: false,
  },
  {
    name: 'transit',
    kind: 'other',
    atr: '3B8F8001804F0CA00000030611003B0000000042',
    surfaceNeedsBirthDate: false,
  },
];

interface CardHolder {
  resident: Resident;
  municipality: string;
  address: string;
}

const holders: readonly CardHolder[] = [
  ...households.flatMap(({ municipality, address, residents }) =>
    residents.filter(({ hasCard }) => hasCard).map((resident) => ({ resident, municipality, address })),
  ),
  { resident: makoto, municipality: hiyori, address: 'ひより町新町8番地' },
];

async function issue(
  certification: Certification,
  { resident, municipality, address }: CardHolder,
  now: Date,
): Promise<CardFile> {
  const { key, fullName, birthDate, sex } = resident;
  const daysAgo = resident === takeshi ? expiredAfterDays : 200;
  const { file } = await certification.issueCard({
    municipality,
    name: fullName,
    address,
    birthDate,
    sex,
    withSignature: ageOn(birthDate, dayOf(now)) >= signatureAge,
    issuedAt: new Date(`${addDays(dayOf(now), -daysAgo)}T10:00:00+09:00`),
    cardName: key,
  });
  if (resident === yoshiko && file.pins !== undefined) file.pins.authentication.triesLeft = 0;
  return file;
}

/**
 * Makes every card of the demo and lays them into the data directory; cards of an interrupted start are taken as they
 * are. Fumi's certificate is revoked.
 * @returns the cards by name
 */
export async function makeCards(
  certification: Certification,
  dataDirectory: string,
  now: Date,
): Promise<Map<string, CardFile>> {
  const made = await Promise.all(
    holders.map(async (holder) => {
      const known = readCard(dataDirectory, holder.resident.key, certification.anchors);
      if (known !== undefined) return known;
      const card = await issue(certification, holder, now);
      writeCard(dataDirectory, card);
      return card;
    }),
  );
  for (const card of otherCards) writeCard(dataDirectory, card);
  const cards = new Map([...made, ...otherCards].map((card) => [card.name, card]));
  certification.revoke(
    identityOf(cards.get(fumi.key) as CardFile).serial,
    'authentication',
    'affiliationChanged',
  );
  return cards;
}
