import { withInstallation } from '../../server/command/installation.ts';
import { run } from '../../server/command/run.ts';
import { relyingParties, usage } from './command.ts';

const args = process.argv.slice(2);
await run(args, usage, () => relyingParties(args, withInstallation, console.info));
