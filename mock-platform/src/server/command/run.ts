import { DatabaseError } from '../../database/errors.ts';
import { PlatformError } from '../platform-error.ts';

/** The message for a person who typed something wrong or can mend it; undefined when it is a fault of the program. */
function explain(error: unknown, usage: string): string | undefined {
  if (error instanceof PlatformError) {
    const faults = (error.errors ?? []).map(({ path, message }) => `  ${path}: ${message}`);
    const what = error.message === error.code ? error.code : `${error.code}: ${error.message}`;
    return [what, ...faults].join('\n');
  }
  if (error instanceof DatabaseError) return `${error.code}: ${error.message}`;
  if (error instanceof RangeError || error instanceof TypeError) return `${error.message}\n\n${usage}`;
  return error instanceof Error && 'syscall' in error ? error.message : undefined;
}

/**
 * Runs a command, or shows how it is used when `--help` is asked for. Sets the exit status: 2 for a mistake, with a
 * message, and with the usage when the command line was wrong.
 */
export async function run(args: string[], usage: string, command: () => Promise<void>): Promise<void> {
  if (args.includes('--help')) {
    console.info(usage);
    return;
  }
  try {
    await command();
  } catch (error) {
    console.error(explain(error, usage) ?? error);
    process.exitCode = 2;
  }
}
