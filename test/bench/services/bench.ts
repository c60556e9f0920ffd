import { postgresMissing } from '../../mock-platform/postgres.ts';
import type { Bench, Figure } from '../report.ts';

type Part = (say: (line: string) => void) => Promise<{ figures: Figure[]; missing: string[] }>;

/** What is measured of the services, in this order; each is loaded only when it runs. */
const parts: Record<string, () => Promise<Part>> = {
  health: async () => (await import('./health.ts')).health,
  booking: async () => (await import('./booking.ts')).booking,
};

async function run(args: readonly string[], say: (line: string) => void) {
  const unknown = args.find((arg) => !Object.hasOwn(parts, arg));
  if (unknown !== undefined) {
    const error = new Error(`no part "${unknown}"; there are ${Object.keys(parts).join(', ')}`);
    throw Object.assign(error, { code: 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL' });
  }
  if (postgresMissing !== undefined) throw new Error(postgresMissing);
  const figures: Figure[] = [];
  const missing: string[] = [];
  for (const [name, load] of Object.entries(parts)) {
    if (args.length > 0 && !args.includes(name)) continue;
    const found = await (await load())(say);
    figures.push(...found.figures);
    missing.push(...found.missing);
  }
  return { figures, missing };
}

export const services: Bench = {
  summary: 'what residents use: page data, imports, booking; on a PostgreSQL server of its own',
  options: `  NAME…        only these parts: ${Object.keys(parts).join(', ')}\n`,
  run,
};
