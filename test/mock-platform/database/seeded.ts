import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificationModule } from '../../../mock-platform/src/certification/index.ts';
import { type Database, openDatabase } from '../../../mock-platform/src/database/open-database.ts';
import { seedModule, seedWorld } from '../../../mock-platform/src/living-room/seed/seed.ts';
import { productionModules } from '../../../mock-platform/src/server/modules.ts';
import { startTestPlatform } from '../platform.ts';

/** An open database with the demo's world in it, and how to throw the world's folder away. */
export async function seededDatabase(
  databaseUrl: string,
): Promise<{ database: Database; close(): Promise<void> }> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'chanoma-seeded-'));
  const database = await openDatabase({ dataDirectory, databaseUrl });
  const platform = await startTestPlatform(
    {
      modules: [...productionModules, certificationModule, seedModule],
      database,
      prepare: async (context) => void (await seedWorld(context)),
    },
    { dataDirectory },
  );
  await platform.close();
  return {
    database,
    close: async () => {
      await database.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
