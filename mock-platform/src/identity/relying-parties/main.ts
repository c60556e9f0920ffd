import { withInstallation } from '../command/installation.ts';
import { run } from '../command/run.ts';
import { relyingParties, usage } from './command.ts';

const args = process.argv.slice(2);
await run(args, usage, () => relyingParties(args, withInstallation, console.info));
