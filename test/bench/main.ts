import { type Bench, machine, met, tableOf } from './report.ts';

/** Every bench by its name; each is loaded only when it runs. */
const benches: Record<string, () => Promise<Bench>> = {
  agent: async () => (await import('./agent/bench.ts')).agent,
  alerts: async () => (await import('./alerts/bench.ts')).alerts,
  identity: async () => (await import('./identity/bench.ts')).identity,
  services: async () => (await import('./services/bench.ts')).services,
  tv: async () => (await import('./tv/bench.ts')).tv,
};

const usage = `Measures speed and size. Run it on a quiet machine.

  npm run bench -- NAME [--json] [options of NAME]

--json   the last line of standard output is one JSON object: bench, at, machine, figures (name, unit, value, of, limit,
         least, met, series), missing, ok, or what NAME says below; progress goes to standard error
--help   this text

`;

async function help(): Promise<string> {
  const parts = await Promise.all(
    Object.entries(benches).map(async ([name, load]) => {
      const { summary, options } = await load();
      return `${name}: ${summary}\n${options}`;
    }),
  );
  return `${usage}${parts.join('\n')}\nExit status: 0 every limit is kept; 1 one is not; 2 wrong options.\n`;
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args.filter((arg) => arg !== '--json' && arg !== '--help');
  const load = benches[name ?? ''];
  if (args.includes('--help') || load === undefined) {
    const known = args.includes('--help');
    process[known ? 'stdout' : 'stderr'].write(await help());
    return known ? 0 : 2;
  }
  const json = args.includes('--json');
  const facts = machine();
  const at = new Date().toISOString();
  const report = await (await load()).run(rest, (line) => process.stderr.write(`${line}\n`));
  const ok = report.figures.every((figure) => met(figure) !== false);
  if (json) {
    const figures = report.figures.map((figure) => ({ ...figure, met: met(figure) ?? null }));
    const line = report.line ?? { bench: name, at, machine: facts, figures, missing: report.missing, ok };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  } else {
    const said = Object.entries(facts).map(([key, value]) => `${key} ${value}`);
    process.stdout.write(`${tableOf(report)}\n\n${said.join(', ')}\n`);
  }
  return ok ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')) throw error;
  console.error(`${(error as Error).message}\nSee --help.`);
  process.exitCode = 2;
}
