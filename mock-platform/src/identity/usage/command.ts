import { parseArgs } from 'node:util';
import { dataOption, type OpenInstallation } from '../../server/command/installation.ts';
import { usageAsCsv } from './csv.ts';

export const usage = `npm run -s usage -- [options]

Prints usage records for the bill as CSV: logins and questions to the certification service per operator, service and
month.

${dataOption}
  --from MONTH    first month, YYYY-MM in Japan
  --to MONTH      last month, not before --from
  --operator NAME only this cable operator`;

/** @throws RangeError */
function month(name: string, text: string | undefined): string | undefined {
  if (text === undefined || /^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new RangeError(`--${name}: "${text}" is no month.`);
}

/** `npm run -s usage -- …` @returns CSV @throws RangeError or TypeError with a message for the person who typed it */
export async function usageRecords(args: string[], open: OpenInstallation): Promise<string> {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { data: option, from: option, to: option, operator: option },
  });
  const period = {
    from: month('from', values.from),
    to: month('to', values.to),
    operator: values.operator,
  };
  if (period.from !== undefined && period.to !== undefined && period.from > period.to) {
    throw new RangeError(`--from: "${period.from}" comes after --to "${period.to}".`);
  }
  return open(values.data, ({ tables }) => usageAsCsv(tables(), period));
}
