import { DatabaseError } from '../database/errors.ts';
import { ConfigurationError, configurationFrom } from './environment.ts';
import { platformCallers, productionModules } from './modules.ts';
import { startPlatform } from './platform.ts';
import { PlatformError } from './platform-error.ts';

/** What a person can mend is said in one sentence; anything else shows where it happened. */
function explain(error: unknown): string {
  const known =
    error instanceof ConfigurationError || error instanceof DatabaseError || error instanceof PlatformError;
  if (known) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  const platform = await startPlatform(configurationFrom(process.env), {
    modules: productionModules,
    createCallers: platformCallers,
    logLevel: 'info',
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
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
