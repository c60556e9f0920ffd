import { startAgent } from './agent.ts';
import { type AgentConfiguration, ConfigurationError, helpText, readConfiguration } from './configuration.ts';
import { openReader } from './readers/open.ts';

/** After this the process ends whatever still runs. */
const stopLimitMs = 900;

function configure(): AgentConfiguration {
  try {
    const configuration = readConfiguration(process.argv.slice(2), process.env);
    if (configuration !== 'help') return configuration;
    process.stdout.write(helpText);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(`${error.message}\nSee --help.`);
    process.exit(2);
  }
}

const configuration = configure();
const { kind, socket, name } = configuration.reader;

try {
  const agent = await startAgent(configuration, openReader({ kind, socket, readerName: name }));
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), stopLimitMs).unref();
    void agent.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (configuration.exitWithParent) {
    process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
  }
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
