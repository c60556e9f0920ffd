import { addDays, ageOn, dayOf } from '../../booking/calendar.ts';
import type { Certification } from '../../certification/index.ts';
import type { CardFile } from '../../protocol/card-reader.ts';
import { identityOf, readCard, writeCard } from './card-files.ts';
import { commonRecord } from './common-record.ts';
import { otherCards } from './other-cards.ts';
import { fumi, households, makoto, makotosHome, type Resident, takeshi, yoshiko } from './world.ts';

/** Children below this age get no signature certificate. */
const signatureAge = 15;
/** A certificate lasts until the fifth birthday: issued this long ago it has expired. */
const expiredAfterDays = 7 * 365;

interface CardHolder {
  resident: Resident;
  municipality: string;
  address: string;
}

const holders: readonly CardHolder[] = [
  ...households.flatMap(({ municipality, address, residents }) =>
    residents.filter(({ hasCard }) => hasCard).map((resident) => ({ resident, municipality, address })),
  ),
  { resident: makoto, ...makotosHome },
];

async function issue(
  certification: Certification,
  { resident, municipality, address }: CardHolder,
  now: Date,
): Promise<CardFile> {
  const { key, fullName, birthDate, sex, generation = 'current' } = resident;
  const issued = addDays(dayOf(now), resident === takeshi ? -expiredAfterDays : -200);
  const { file } = await certification.issueCard({
    municipality,
    name: fullName,
    address,
    birthDate,
    sex,
    withSignature: ageOn(birthDate, dayOf(now)) >= signatureAge,
    issuedAt: new Date(`${issued}T10:00:00+09:00`),
    cardName: key,
    generation,
  });
  file.common = commonRecord(municipality, birthDate, issued);
  if (resident === yoshiko && file.pins !== undefined) file.pins.authentication.triesLeft = 0;
  if (resident === fumi) {
    certification.revoke(identityOf(file).serial, 'authentication', 'affiliationChanged');
  }
  return file;
}

/**
 * Makes every card of the demo that is not there yet and lays it into the data directory: at the first start all, after
 * an interrupted one or in a data directory of an earlier version those that are missing. Fumi's is revoked.
 * @returns the cards by name
 */
export async function makeCards(
  certification: Certification,
  dataDirectory: string,
  now: Date,
): Promise<Map<string, CardFile>> {
  const kept = async (name: string, make: () => CardFile | Promise<CardFile>): Promise<CardFile> => {
    const known = readCard(dataDirectory, name, certification);
    if (known !== undefined) return known;
    const card = await make();
    writeCard(dataDirectory, card);
    return card;
  };
  const cards = await Promise.all([
    ...holders.map((holder) => kept(holder.resident.key, () => issue(certification, holder, now))),
    ...otherCards.map((card) => kept(card.name, () => card)),
  ]);
  return new Map(cards.map((card) => [card.name, card]));
}
