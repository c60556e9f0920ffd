import { randomInt } from 'node:crypto';
import { ageOn } from '../../booking/calendar.ts';
import type { CardFile } from '../../protocol/card-reader.ts';

/** From this age on a card lasts until the tenth birthday after its issue, before that until the fifth. */
const adultAge = 18;

/**
 * What 共通カードAP says of a card: a new serial of 15 digits, the municipality's code without its check digit, the day
 * on which the card expires.
 * @param issued and `birthDate` as `YYYY-MM-DD`
 */
export function commonRecord(
  municipality: string,
  birthDate: string,
  issued: string,
): NonNullable<CardFile['common']> {
  const age = ageOn(birthDate, issued);
  const year = Number(birthDate.slice(0, 4)) + age + (age >= adultAge ? 10 : 5);
  const serial = Array.from({ length: 14 }, () => randomInt(10)).join('');
  return {
    serial: `9${serial}`,
    municipality: municipality.slice(0, 5),
    expiry: `${year}${birthDate.slice(5).replace('-', '')}`,
  };
}
