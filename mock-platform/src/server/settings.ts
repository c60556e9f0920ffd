import { settingCodes } from '../protocol/problem-codes.ts';

/** One environment variable of `npm run platform`. */
export interface Setting {
  name: string;
  /** What holds when it is not set; none: it must be set. */
  otherwise: string | undefined;
  meaning: string;
}

/** Everything that `npm run platform` is told from outside. */
export const settings: readonly Setting[] = [
  {
    name: 'CHANOMA_PUBLIC_URL',
    otherwise: 'http://localhost:PORT',
    meaning: 'address under which boxes and browsers reach the platform; https:// unless it is this machine',
  },
  {
    name: 'CHANOMA_CERTIFICATION_URL',
    otherwise: undefined,
    meaning: 'address of the certification service (lists, OCSP, links); https:// unless it is this machine',
  },
  { name: 'CHANOMA_PORT', otherwise: '8080', meaning: 'port on 127.0.0.1 and ::1; TLS stands in front' },
  {
    name: 'CHANOMA_DATA',
    otherwise: 'data',
    meaning: 'folder of keys, trust and the embedded database; for its owner only (mode 0700)',
  },
  {
    name: 'DATABASE_URL',
    otherwise: 'the embedded database',
    meaning: 'PostgreSQL 15 or newer (postgresql://…); with sslmode=verify-full unless it is this machine',
  },
  {
    name: 'CHANOMA_PROFILE',
    otherwise: 'statute',
    meaning: 'which tier opens which service: statute (law) or trial (health data without a PIN)',
  },
  {
    name: 'CHANOMA_ALLOW_TRIAL_PROFILE',
    otherwise: 'no',
    meaning: 'yes: the profile trial is meant',
  },
  {
    name: 'CHANOMA_REVOCATION',
    otherwise: 'responder-first',
    meaning:
      'whom a login asks: responder-first (knows at once) or lists-first (a minute later, far more logins)',
  },
  { name: 'CHANOMA_LOG_LEVEL', otherwise: 'info', meaning: 'silent, error, warn, info or debug' },
  {
    name: 'CHANOMA_DRAIN_SECONDS',
    otherwise: '10',
    meaning: 'how long answers under way may take after SIGTERM (0–300)',
  },
];

export type RefusedSetting = keyof typeof settingCodes;

/** One setting that the platform does not start with. */
export interface SettingFault {
  code: RefusedSetting;
  /** Environment variable, or a path in the data directory. */
  at: string;
  /** What is wrong and what to do. */
  message: string;
}

/** What keeps the platform from starting: every fault at once. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly SettingFault[]) {
    super(faults.map(({ code, at, message }) => `${code} ${at}: ${message}`).join('\n'));
    this.name = 'ConfigurationError';
  }
}

/** The page of `npm run platform -- --help`. */
export function settingsPage(): string {
  const width = Math.max(...settings.map(({ name }) => name.length));
  const lines = settings.map(
    ({ name, otherwise, meaning }) =>
      `  ${name.padEnd(width)}  ${meaning}\n  ${''.padEnd(width)}  ${otherwise === undefined ? 'must be set' : `otherwise: ${otherwise}`}`,
  );
  const refusals = Object.entries(settingCodes).map(([code, meaning]) => `  ${code.padEnd(28)} ${meaning}`);
  return [
    'npm run platform: the platform without any part of the demo. Settings by environment:',
    '',
    ...lines,
    '',
    'It does not start, and names every reason, with',
    '',
    ...refusals,
    '',
    'SIGTERM and SIGINT: boxes are told to come back, answers under way end, then it stops.',
  ].join('\n');
}
