import { resolve } from 'node:path';
import type { LogLevel } from './app.ts';
import { type PlatformConfiguration, revocationOrders } from './configuration.ts';
import { databaseFaults } from './database-address.ts';
import { isThisMachine } from './own-addresses.ts';
import { ConfigurationError, type RefusedSetting, type SettingFault, settings } from './settings.ts';

/** Configuration of a production platform with what only its process needs. */
export interface ProductionConfiguration extends PlatformConfiguration {
  logLevel: LogLevel;
  drainMilliseconds: number;
}

const logLevels: readonly LogLevel[] = ['silent', 'error', 'warn', 'info', 'debug'];
const mostDrainSeconds = 300;

/** Reads settings one by one and keeps what is wrong with any of them. */
class Reader {
  readonly faults: SettingFault[] = [];

  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  text(name: string): string | undefined {
    const value = this.environment[name];
    if (value !== undefined && value.trim() === '') {
      this.refuse('config.malformed', name, 'is empty. Give a value or leave it out.');
      return undefined;
    }
    return value;
  }

  refuse(code: RefusedSetting, at: string, message: string): void {
    this.faults.push({ code, at, message });
  }

  number(name: string, otherwise: number, most: number, what: string): number {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (/^\d{1,5}$/.test(text) && value <= most) return value;
    this.refuse('config.malformed', name, `"${text}" is no ${what}.`);
    return otherwise;
  }

  choice<T extends string>(name: string, otherwise: T, choices: readonly T[]): T {
    const text = this.text(name) ?? otherwise;
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    this.refuse('config.malformed', name, `"${text}" is none of ${choices.join(', ')}.`);
    return otherwise;
  }

  /** An address without what does not belong into a base address. */
  address(name: string, text: string, plain: RefusedSetting, advice: string): string {
    let url: URL;
    try {
      url = new URL(text);
    } catch {
      this.refuse('config.malformed', name, `"${text}" is no URL.`);
      return text;
    }
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      this.refuse('config.malformed', name, 'must begin with https://');
    else if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
      this.refuse('config.malformed', name, 'is a plain address: no name, password, query or fragment.');
    else if (url.protocol === 'http:' && !isThisMachine(url.hostname)) this.refuse(plain, name, advice);
    return url.href.replace(/\/$/, '');
  }

  unknownSettings(): void {
    const known = new Set(settings.map(({ name }) => name));
    for (const name of Object.keys(this.environment)) {
      if (name.startsWith('CHANOMA_') && !known.has(name))
        this.refuse('config.unknown-setting', name, 'there is no such setting. See --help.');
    }
  }

  /** The stricter profile unless somebody says twice that they want the other (D1, D18). */
  profile(): PlatformConfiguration['profile'] {
    const profile = this.choice('CHANOMA_PROFILE', 'statute', ['statute', 'trial']);
    if (profile === 'trial' && this.text('CHANOMA_ALLOW_TRIAL_PROFILE') !== 'yes') {
      this.refuse(
        'config.trial-profile',
        'CHANOMA_PROFILE',
        'trial opens health data without a PIN. If that is meant, set CHANOMA_ALLOW_TRIAL_PROFILE=yes as well.',
      );
    }
    return profile;
  }
}

/**
 * Configuration of a production platform (`npm run platform`), without any of the demo's parts.
 * @throws ConfigurationError naming every setting that is wrong or unsafe
 */
export function configurationFrom(environment: NodeJS.ProcessEnv): ProductionConfiguration {
  const reader = new Reader(environment);
  const port = reader.number('CHANOMA_PORT', 8080, 65535, 'port number');
  const publicUrl = reader.address(
    'CHANOMA_PUBLIC_URL',
    reader.text('CHANOMA_PUBLIC_URL') ?? `http://localhost:${port}`,
    'config.public-url-plain',
    'plain HTTP is for this machine only. Put TLS in front and give the https:// address.',
  );
  const certification = reader.text('CHANOMA_CERTIFICATION_URL');
  if (certification === undefined)
    reader.refuse(
      'config.missing',
      'CHANOMA_CERTIFICATION_URL',
      'give the address of the certification service.',
    );
  const certificationUrl = reader.address(
    'CHANOMA_CERTIFICATION_URL',
    certification ?? 'https://missing.invalid',
    'config.certification-plain',
    'plain HTTP is for this machine only: give the https:// address.',
  );
  const databaseUrl = reader.text('DATABASE_URL');
  if (databaseUrl !== undefined) reader.faults.push(...databaseFaults(databaseUrl, environment));
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED === '0')
    reader.refuse('config.tls-verification-off', 'NODE_TLS_REJECT_UNAUTHORIZED', 'take it away.');
  const configuration: ProductionConfiguration = {
    port,
    dataDirectory: resolve(reader.text('CHANOMA_DATA') ?? 'data'),
    databaseUrl,
    profile: reader.profile(),
    demo: false,
    publicUrl,
    certificationUrl,
    revocation: reader.choice('CHANOMA_REVOCATION', 'responder-first', revocationOrders),
    logLevel: reader.choice('CHANOMA_LOG_LEVEL', 'info', logLevels),
    drainMilliseconds:
      1000 *
      reader.number(
        'CHANOMA_DRAIN_SECONDS',
        10,
        mostDrainSeconds,
        `number of seconds up to ${mostDrainSeconds}`,
      ),
  };
  reader.unknownSettings();
  if (reader.faults.length > 0) throw new ConfigurationError(reader.faults);
  return configuration;
}
