import type { DifferingField, ExpectedFacts } from '../../protocol/staff.ts';
import type { FourFacts } from '../facts/store.ts';
import type { EnrolmentFacts } from './judge.ts';

/** Children below this age have no signature certificate. */
const signatureAge = 15;

/** Whether somebody is still a child in the eyes of the certification service, on Japan's calendar. */
export function isChild(birthDate: string, now: Date): boolean {
  const today = new Date(now.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
  const [year = '', ...day] = birthDate.split('-');
  return today < [String(Number(year) + signatureAge), ...day].join('-');
}

/**
 * A child's facts are those of the form; the guardian's signature stands for them. The surface record still proves the
 * birth date with the child's own card. All four must be there.
 */
export function guardianFacts(
  expected: ExpectedFacts,
  signedByGuardian: boolean,
  now: Date,
): Pick<EnrolmentFacts, 'facts' | 'differs'> & { fourFacts: FourFacts | undefined } {
  const { name, address, birthDate, gender } = expected;
  const differs: DifferingField[] = signedByGuardian ? [] : ['person'];
  if (!name || !address || !gender) differs.push('name');
  if (!birthDate || !isChild(birthDate, now)) differs.push('birthDate');
  const complete = name && address && birthDate && gender;
  return { facts: 'good', differs, fourFacts: complete ? { name, address, birthDate, gender } : undefined };
}
