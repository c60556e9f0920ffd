import { withInstallation } from '../command/installation.ts';
import { run } from '../command/run.ts';
import { relyingParties, usage } from './command.ts';

await run(() => relyingParties(process.argv.slice(2), withInstallation, console.info), usage);
