import type { PlatformContext } from '../server/context.ts';
import { tellProcesses } from './several-processes.ts';
import type { BoxesTables } from './tables.ts';

/**
 * Shuts a box out, for instance a stolen one: its logins and its stream are refused from now on, an open stream ends,
 * at whichever process of the platform it is.
 */
export async function blockBox(context: PlatformContext, box: string): Promise<void> {
  await context
    .tables<BoxesTables>()
    .updateTable('boxes.box')
    .set({ blocked: true })
    .where('id', '=', box)
    .execute();
  await tellProcesses(context);
}
