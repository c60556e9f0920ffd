import { join } from 'node:path';
import { issueStaffToken } from '../identity/index.ts';
import type { PlatformContext } from '../server/context.ts';
import { writePrivately } from './seed/card-files.ts';
import { operators } from './seed/world.ts';

/** Longest life of a token, hours: a demo that runs longer is started anew. */
const hours = 24;

/**
 * Lays a token of the staff API for each operator into the data directory (`staff/OPERATOR.json`, owner only), anew at each
 * start: the demo has no staff to log in, and trusts whoever can read its files (D18).
 */
export async function layOutStaffTokens(context: PlatformContext): Promise<void> {
  for (const { id: operator } of operators) {
    const token = await issueStaffToken(context, { operator, staff: 'demo' }, hours);
    writePrivately(join(context.configuration.dataDirectory, 'staff'), `${operator}.json`, { token });
  }
}
