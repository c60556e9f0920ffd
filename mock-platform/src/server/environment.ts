import { resolve } from 'node:path';
import type { PlatformConfiguration } from './configuration.ts';

/** A setting that the platform does not start with; the message names the variable and what to do. */
export class ConfigurationError extends Error {
  constructor(
    readonly variable: string,
    message: string,
  ) {
    super(`${variable}: ${message}`);
    this.name = 'ConfigurationError';
  }
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

function address(variable: string, text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new ConfigurationError(variable, `"${text}" is no URL.`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new ConfigurationError(variable, 'must begin with https://');
  }
  return url;
}

function port(text: string | undefined): number {
  if (text === undefined) return 8080;
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65535) {
    throw new ConfigurationError('CHANOMA_PORT', `"${text}" is no port number.`);
  }
  return value;
}

/** The stricter profile unless somebody says twice that they want the other (D1, D18). */
function profile(environment: NodeJS.ProcessEnv): PlatformConfiguration['profile'] {
  const name = environment.CHANOMA_PROFILE ?? 'statute';
  if (name !== 'statute' && name !== 'trial') {
    throw new ConfigurationError('CHANOMA_PROFILE', `"${name}" is neither statute nor trial.`);
  }
  if (name === 'trial' && environment.CHANOMA_ALLOW_TRIAL_PROFILE !== 'yes') {
    throw new ConfigurationError(
      'CHANOMA_PROFILE',
      'trial opens health data without a PIN. If that is meant, set CHANOMA_ALLOW_TRIAL_PROFILE=yes as well.',
    );
  }
  return name;
}

/**
 * Configuration of a production platform (`npm run platform`), without any of the demo's parts.
 * @throws ConfigurationError naming the variable
 */
export function configurationFrom(environment: NodeJS.ProcessEnv): PlatformConfiguration {
  const listening = port(environment.CHANOMA_PORT);
  const publicUrl = address(
    'CHANOMA_PUBLIC_URL',
    environment.CHANOMA_PUBLIC_URL ?? `http://localhost:${listening}`,
  );
  if (publicUrl.protocol === 'http:' && !loopback.has(publicUrl.hostname)) {
    throw new ConfigurationError(
      'CHANOMA_PUBLIC_URL',
      'plain HTTP is for this machine only. Put TLS in front and give the https:// address.',
    );
  }
  const certification = environment.CHANOMA_CERTIFICATION_URL;
  if (certification === undefined) {
    throw new ConfigurationError(
      'CHANOMA_CERTIFICATION_URL',
      'give the address of the certification service.',
    );
  }
  return {
    port: listening,
    dataDirectory: resolve(environment.CHANOMA_DATA ?? 'data'),
    databaseUrl: environment.DATABASE_URL,
    profile: profile(environment),
    demo: false,
    publicUrl: publicUrl.href.replace(/\/$/, ''),
    certificationUrl: address('CHANOMA_CERTIFICATION_URL', certification).href.replace(/\/$/, ''),
  };
}
