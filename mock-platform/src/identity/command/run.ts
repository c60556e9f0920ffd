import { DatabaseError } from '../../database/errors.ts';
import { PlatformError } from '../../server/platform-error.ts';

/** What a person typed wrong, or can mend: shown without a stack. */
const isKnown = (error: unknown): boolean =>
  error instanceof DatabaseError ||
  error instanceof PlatformError ||
  error instanceof RangeError ||
  error instanceof TypeError;

function explain(error: unknown): string {
  if (!(error instanceof PlatformError)) return (error as Error).message;
  const faults = (error.errors ?? []).map(({ path, message }) => `  ${path}: ${message}`);
  return [error.message === error.code ? error.code : `${error.code}: ${error.message}`, ...faults].join(
    '\n',
  );
}

/** Runs a command and sets the exit status: 2 for a mistake, with a message and how the command is used. */
export async function run(command: () => Promise<void>, usage: string): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(isKnown(error) ? `${explain(error)}\n\n${usage}` : error);
    process.exitCode = 2;
  }
}
