import { DatabaseError } from '../database/errors.ts';
import { trustFindings } from '../identity/certificates/trust.ts';
import { refuseUnsafeDirectory } from '../operations/unsafe-directory.ts';
import { configurationFrom } from './environment.ts';
import { platformCallers, productionModules } from './modules.ts';
import { startPlatform } from './platform.ts';
import { PlatformError } from './platform-error.ts';
import { ConfigurationError, settingsPage } from './settings.ts';

/** What a person can mend is said with its code; anything else shows where it happened. */
function explain(error: unknown): string {
  if (error instanceof ConfigurationError) return `${error.message}\nSettings: npm run platform -- --help`;
  if (error instanceof DatabaseError || error instanceof PlatformError)
    return `${error.code}: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function main(): Promise<void> {
  const configuration = configurationFrom(process.env);
  refuseUnsafeDirectory(configuration.dataDirectory, trustFindings);
  const platform = await startPlatform(configuration, {
    modules: productionModules,
    createCallers: platformCallers,
    logLevel: configuration.logLevel,
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void platform.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.info(`ready ${platform.url}`);
}

if (process.argv.includes('--help')) {
  console.info(settingsPage());
} else {
  await main().catch((error: unknown) => {
    console.error(explain(error));
    process.exit(1);
  });
}
