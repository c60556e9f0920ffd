import { type Figure, single } from '../../report.ts';
import { median } from '../statistics.ts';
import type { benchLogins, Measured } from './logins.ts';

type Results = Awaited<ReturnType<typeof benchLogins>>;

const middle = (rounds: readonly Measured[], of: (one: Measured) => number): number => median(rounds.map(of));

/** Rate, latencies and who used the processors. */
function loadFigures(name: string, rounds: readonly Measured[], least?: number): Figure[] {
  const cpu = (of: keyof Measured['cpuMsOfEach']): number => middle(rounds, (one) => one.cpuMsOfEach[of]);
  return [
    single(
      name,
      middle(rounds, ({ perSecond }) => perSecond),
      {
        unit: 'per s',
        how: `median of ${rounds.length}: ${rounds.map(({ perSecond }) => perSecond).join(', ')}`,
        ...(least === undefined ? {} : { least }),
      },
    ),
    single(
      `${name}: median`,
      middle(rounds, ({ p50 }) => p50),
      { unit: 'ms' },
    ),
    single(
      `${name}: p99`,
      middle(rounds, ({ p99 }) => p99),
      { unit: 'ms' },
    ),
    single(
      `${name}: failed`,
      rounds.reduce((sum, { failures }) => sum + failures, 0),
      { limit: 0 },
    ),
    single(`${name}: processor time of the platforms, each`, cpu('platforms'), { unit: 'ms' }),
    single(`${name}: processor time of PostgreSQL, each`, cpu('database'), { unit: 'ms' }),
    single(`${name}: processor time of cards, boxes and sending, each`, cpu('load'), { unit: 'ms' }),
    single(`${name}: two cores without the load’s part`, 2000 / (cpu('platforms') + cpu('database')), {
      unit: 'per s',
      how: 'reckoned from processor time',
    }),
  ];
}

/** The loads of logins as figures. */
export function loginFigures({ rsa, steady, exchanges, p384, auditHolds }: Results): Figure[] {
  return [
    ...loadFigures('T1 logins, RSA-2048 cards', rsa, 1000),
    single('T1 logins at 200 a second: median', steady.p50, { unit: 'ms' }),
    single('T1 logins at 200 a second: p99', steady.p99, {
      unit: 'ms',
      limit: 50,
      how: `from the time each was due; ${steady.count} done, ${steady.failures} failed`,
    }),
    ...loadFigures('T1 logins, P-384 cards', p384),
    ...loadFigures('token exchanges', [exchanges], 150),
    single('audit record holds every verdict, chain whole', Number(auditHolds), { least: 1 }),
  ];
}
