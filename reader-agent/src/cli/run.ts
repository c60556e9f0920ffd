import { ConfigurationError } from '../configuration.ts';
import { type Command, type ExitCode, exitCodes, type Outcome } from './commands.ts';
import { helpTexts } from './help.ts';
import { type CommandSettings, readSettings } from './options.ts';

type Run = (settings: CommandSettings) => Promise<Outcome>;

const runs: Record<Command, () => Promise<Run>> = {
  readers: async () => (await import('./readers.ts')).readers,
  probe: async () => (await import('./probe.ts')).probe,
  login: async () => (await import('./login.ts')).login,
  enrol: async () => (await import('./enrol.ts')).enrol,
  register: async () => (await import('./install.ts')).register,
  pair: async () => (await import('./install.ts')).pair,
  doctor: async () => (await import('./doctor/doctor.ts')).doctor,
};

/** Runs one command and prints what it found; resolves with the exit status. */
export async function runCommand(command: Command, args: readonly string[]): Promise<ExitCode> {
  try {
    const settings = readSettings(command, args, process.env);
    if (settings.help) {
      await print(process.stdout, helpTexts[command]);
      return exitCodes.done;
    }
    const run = await runs[command]();
    const { exit, json, text } = await run(settings);
    await print(process.stdout, settings.json ? `${JSON.stringify(json)}\n` : text);
    return exit;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    await print(process.stderr, `${error.message}\nSee ${command} --help.\n`);
    return exitCodes.usage;
  }
}

/** The process ends right after: what goes into a pipe has to be out before. */
function print(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => stream.write(text, () => resolve()));
}
