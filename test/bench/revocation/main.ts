import { benchNationalIndex, benchPartitions } from './national.ts';

/** Prints both measurements as JSON: `node --import tsx test/bench/revocation/main.ts`. */
const national = await benchNationalIndex();
const partitions = await benchPartitions();
process.stdout.write(`${JSON.stringify({ national, partitions }, null, 2)}\n`);
