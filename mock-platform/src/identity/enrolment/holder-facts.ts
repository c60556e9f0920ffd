import type { Certificate } from '../certificates/certificate.ts';
import { DerError, readDer, tags } from '../der/reader.ts';
import type { FourFacts } from '../facts/store.ts';
import { eraCodeOf } from './eras.ts';

const SUBJECT_ALT_NAME = '2.5.29.17';
const COMMON_NAME = '2.5.4.3';
/** Arc of the holder's facts in a signature certificate of 公的個人認証 (jpki-card.md §4). */
const ARC = '1.2.392.200149.8.5.5.';
const OTHER_NAME = 0xa0;
const UTF8_STRING = 0x0c;

/** What a signature certificate says of its holder. */
export interface HolderFacts {
  facts: FourFacts;
  /** One `0` or `1` per character: `1` where the real character has no code and another stands in for it (外字). */
  substituted: { name: string; address: string };
}

function otherNames(value: Buffer): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readDer(value, tags.sequence).items().rest(OTHER_NAME)) {
    const items = name.items();
    const type = items.next(tags.oid).oid();
    const explicit = items.next(0xa0).items();
    items.end();
    const text = new TextDecoder('utf-8', { fatal: true }).decode(explicit.next(UTF8_STRING).content);
    explicit.end();
    const which = type.startsWith(ARC) ? type.slice(ARC.length) : undefined;
    if (which === undefined || found.has(which)) throw new DerError('value', 'alternative name');
    found.set(which, text);
  }
  return found;
}

/** Era code and `YYYYMMDD` as `YYYY-MM-DD`; the era must be the one of the day. */
function birthDateOf(coded: string): string | undefined {
  const [, era, year, month, day] = /^([1-5])(\d{4})(\d\d)(\d\d)$/.exec(coded) ?? [];
  const date = `${year}-${month}-${day}`;
  const real = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== date) return undefined;
  return eraCodeOf(date) === Number(era) ? date : undefined;
}

function marks(of: string, flags: string | undefined): string | undefined {
  return flags !== undefined && /^[01]*$/.test(flags) && flags.length === [...of].length ? flags : undefined;
}

/**
 * Reads the four facts off a signature certificate, strictly: each of the six names once, nothing else.
 * @returns undefined when they are not there in exactly this form
 */
export function readHolderFacts(certificate: Certificate): HolderFacts | undefined {
  const extension = certificate.extensions.get(SUBJECT_ALT_NAME);
  if (!extension) return undefined;
  let names: Map<string, string>;
  try {
    names = otherNames(extension.value);
  } catch (error) {
    if (error instanceof DerError || error instanceof TypeError) return undefined;
    throw error;
  }
  const name = names.get('1');
  const address = names.get('5');
  const gender = names.get('3');
  const birthDate = birthDateOf(names.get('4') ?? '');
  if (names.size !== 6 || !name || !address || !birthDate) return undefined;
  if (gender !== '1' && gender !== '2' && gender !== '3') return undefined;
  const inName = marks(name, names.get('2'));
  const inAddress = marks(address, names.get('6'));
  if (inName === undefined || inAddress === undefined) return undefined;
  return {
    facts: { name, address, birthDate, gender },
    substituted: { name: inName, address: inAddress },
  };
}

/** The five digits of the municipality in a card certificate's common name (jpki-card.md §4); undefined for others. */
export function municipalityIn(certificate: Certificate): string | undefined {
  try {
    for (const set of readDer(certificate.subject, tags.sequence).items().rest(tags.set)) {
      const items = set.items().next(tags.sequence).items();
      if (items.next(tags.oid).oid() !== COMMON_NAME) continue;
      return /^.{14}(\d{5}).{4}$/.exec(items.next().content.toString('latin1'))?.[1];
    }
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
  }
  return undefined;
}
