import { startAgent } from './agent.ts';
import { type AgentConfiguration, ConfigurationError, helpText, readConfiguration } from './configuration.ts';
import { log } from './log.ts';
import { openReader } from './readers/open.ts';

/** After this the process ends whatever still runs. */
const stopLimitMs = 900;

/** Runs the agent until it is told to end. Exit status: 0 after SIGTERM or SIGINT, 1 it could not start, 2 wrong options. */
export async function runDaemon(args: readonly string[]): Promise<void> {
  const configuration = configure(args);
  log.from(process.env.CHANOMA_LOG);
  const { kind, socket, name } = configuration.reader;
  const reader = openReader({ kind, socket, readerName: name });
  reader.on('changed', (status) =>
    log.info('reader.changed', {
      state: status.state,
      card: status.card,
      ...(status.state === 'missing' && { code: status.code }),
    }),
  );
  try {
    const agent = await startAgent(configuration, reader);
    let stopping = false;
    const stop = () => {
      if (stopping) return;
      stopping = true;
      log.info('agent.stopping');
      setTimeout(() => process.exit(0), stopLimitMs).unref();
      void agent.stop().then(() => process.exit(0));
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    if (configuration.exitWithParent) {
      process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
    }
    log.info('agent.ready', { port: agent.port });
    console.info(`ready http://localhost:${agent.port}`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EADDRINUSE') {
      console.error(
        `--port ${configuration.port}: the port is taken; stop what uses it or give another --port`,
      );
    } else {
      console.error(error instanceof Error ? error.message : error);
    }
    process.exit(1);
  }
}

function configure(args: readonly string[]): AgentConfiguration {
  try {
    const configuration = readConfiguration(args, process.env);
    if (configuration !== 'help') return configuration;
    process.stdout.write(helpText);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(`${error.message}\nSee --help.`);
    process.exit(2);
  }
}
