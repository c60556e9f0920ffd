import { parseArgs } from 'node:util';

export const usage = `npm run -s database -- COMMAND

  status                      which migrations the database has taken
  migrate                     all migrations (a starting platform does the same)
  migrate --to MODULE/NAME    one module up or down to a migration; the others stay
  migrate --down --yes        every migration back: all tables and data are gone
  export DIR                  backup: a consistent copy into a new folder
  import DIR [--force]        restore: fills an empty database; --force throws away what is in it
  move --to TARGET [--force]  copies everything into another database: postgresql://… or a data directory

  --data DIR                  data directory (CHANOMA_DATA, otherwise "data"); DATABASE_URL takes a
                              PostgreSQL server instead

Every copy is compared with its source, rows and checksums, before it counts. The embedded database is open in one
process only: stop the platform first. The folder "keys" of the data directory is not in a copy: keep it apart, the data
cannot be read without it. Exit 1: refused, the reason begins with its code.`;

export type DatabaseCommand =
  | { command: 'status' | 'migrate' | 'migrate-down' }
  | { command: 'migrate-to'; target: string }
  | { command: 'export'; folder: string }
  | { command: 'import'; folder: string; replace: boolean }
  | { command: 'move'; target: string; replace: boolean };

export interface DatabaseOptions {
  data: string;
  run: DatabaseCommand;
}

const isUsed = (value: unknown): boolean => value !== undefined;

function commandOf(
  words: readonly string[],
  values: Record<string, string | boolean | undefined>,
): DatabaseCommand {
  const [command, folder, ...more] = words;
  const replace = values.force === true;
  const to = typeof values.to === 'string' ? values.to : undefined;
  if (more.length > 0) throw new RangeError(`"${more[0]}" is one word too many.`);
  if (command === 'status') return { command };
  if (command === 'migrate') {
    if (isUsed(to) && values.down) throw new RangeError('--to and --down exclude each other.');
    if (to !== undefined) return { command: 'migrate-to', target: to };
    if (!values.down) return { command };
    if (!values.yes) throw new RangeError('--down throws all data away. If that is meant, add --yes.');
    return { command: 'migrate-down' };
  }
  if (command === 'export' || command === 'import') {
    if (folder === undefined) throw new RangeError(`${command} needs a folder.`);
    return command === 'export' ? { command, folder } : { command, folder, replace };
  }
  if (command === 'move') {
    if (to === undefined) throw new RangeError('move needs --to.');
    return { command, target: to, replace };
  }
  throw new RangeError(command === undefined ? 'A command is needed.' : `There is no command "${command}".`);
}

/** @throws RangeError or TypeError with a message for the person who typed it */
export function readDatabaseOptions(args: string[], environment: NodeJS.ProcessEnv): DatabaseOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: text, to: text, down: flag, yes: flag, force: flag },
  });
  return {
    data: values.data ?? environment.CHANOMA_DATA ?? 'data',
    run: commandOf(positionals, values),
  };
}
