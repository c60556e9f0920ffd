import { parseArgs } from 'node:util';
import { postgresMissing } from '../../mock-platform/postgres.ts';
import { type Bench, type Report, single } from '../report.ts';
import { type DatabaseKind, type Measured, measureFanOut, type Restarted } from './fan-out.ts';
import { mosquittoMissing } from './mosquitto.ts';

const options = {
  boxes: { type: 'string', default: '10000' },
  database: { type: 'string', default: 'pglite' },
  processes: { type: 'string', default: '1' },
  mosquitto: { type: 'boolean', default: false },
  rounds: { type: 'string', default: '1' },
  restart: { type: 'boolean', default: false },
} as const;

const usage = `  --boxes N            real sockets from other processes (${options.boxes.default})
  --database KIND      postgres (of its own, waits for its disk) or pglite (${options.database.default})
  --processes P        platform processes; pglite takes one (${options.processes.default})
  --mosquitto          afterwards the same payload to as many MQTT clients with QoS 1; up to ${mqttMost()} boxes
  --rounds N           orders, one after the other; that with the median durable time counts (${options.rounds.default})
  --restart            afterwards the platform is restarted: how long until all boxes are back, and has one lost an order
  The last line with --json: boxes, database, processes, receivedMs, displayedMs, durableMs (p50, p99, max), durableCount,
  lost, duplicates, bytesPerIdleBox, mosquittoMs. Times from the release. A box is a real socket that speaks the whole
  protocol; its television draws at once. All share one key pair and, within a process, the check of an order's signature,
  because the processors of ten thousand real boxes are elsewhere. Box tokens are made with the provider's key beforehand.
`;

/** Of one broker process, whose files are limited to 20,000. */
function mqttMost(): number {
  return 18_000;
}

const limits: Record<DatabaseKind, { boxes: number; durableMs: number }> = {
  pglite: { boxes: 10_000, durableMs: 2000 },
  postgres: { boxes: 50_000, durableMs: 4000 },
};

interface Wanted {
  boxes: number;
  database: DatabaseKind;
  processes: number;
  mosquitto: boolean;
  rounds: number;
  restart: boolean;
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw wrong(`--${name} takes a whole number from 1, not ${text}`);
  return value;
}

const wrong = (message: string): Error =>
  Object.assign(new Error(message), { code: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' });

function wanted(args: readonly string[]): Wanted {
  const { values } = parseArgs({ args: [...args], options });
  const { database } = values;
  if (database !== 'pglite' && database !== 'postgres')
    throw wrong(`--database is postgres or pglite, not ${database}`);
  const processes = whole('processes', values.processes);
  if (database === 'pglite' && processes > 1)
    throw wrong('--processes: the embedded database is open in one process only');
  const boxes = whole('boxes', values.boxes);
  const { mosquitto, restart } = values;
  return { boxes, database, processes, mosquitto, restart, rounds: whole('rounds', values.rounds) };
}

function restartFigures(found: Restarted | undefined): Report['figures'] {
  if (found === undefined) return [];
  return [
    single('all boxes back after a restart', found.backMs, { unit: 'ms', limit: 60_000 }),
    single('orders lost by the restart', found.lost, { limit: 0 }),
    single('shown twice after it', found.duplicates, { limit: 0 }),
  ];
}

function reportOf(
  asked: Wanted,
  found: Measured,
  restarted: Restarted | undefined,
  missing: string[],
): Report {
  const { boxes, database, processes } = asked;
  const limit = limits[database];
  const within = boxes <= limit.boxes ? { limit: limit.durableMs } : {};
  const mosquitto = found.mosquittoMs;
  return {
    figures: [
      single('boxes with durable receipts', found.durableCount, { least: boxes }),
      single('lost', found.lost, { limit: 0 }),
      single('shown twice', found.duplicates, { limit: 0 }),
      single('last box has the order', found.receivedMs.max, {
        unit: 'ms',
        ...(mosquitto === null ? {} : { limit: mosquitto.max }),
      }),
      single('last television shows it', found.displayedMs.max, { unit: 'ms' }),
      single('last receipt durable', found.durableMs.max, { unit: 'ms', ...within }),
      single('memory of an idle box', found.bytesPerIdleBox, { unit: 'bytes', limit: 10_240 }),
      ...restartFigures(restarted),
      ...(mosquitto === null ? [] : [single('Mosquitto: last client', mosquitto.max, { unit: 'ms' })]),
    ],
    missing,
    line: { boxes, database, processes, ...found },
  };
}

async function run(args: readonly string[], say: (line: string) => void): Promise<Report> {
  const asked = wanted(args);
  const missing: string[] = [];
  if (asked.database === 'postgres' && postgresMissing !== undefined) throw new Error(postgresMissing);
  let mosquitto = asked.mosquitto;
  if (mosquitto && mosquittoMissing !== undefined) missing.push(`Mosquitto: ${mosquittoMissing}`);
  else if (mosquitto && asked.boxes > mqttMost()) missing.push(`Mosquitto: more than ${mqttMost()} clients`);
  mosquitto &&= missing.length === 0;
  const { measured, restarted } = await measureFanOut({ ...asked, mosquitto }, say);
  return reportOf(asked, measured, restarted, missing);
}

export const alerts: Bench = {
  summary: 'an evacuation order from its release to the durable receipt of every box',
  options: usage,
  run,
};
