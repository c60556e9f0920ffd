import type { MigratedModule } from '../../database/migrate.ts';
import { seedMigrations } from '../../living-room/seed/migrations.ts';
import { productionModules } from '../../server/modules.ts';

/** Every module that has tables; with the demo's mark, so that a demo's database can be kept and moved like any other. */
export const knownModules: readonly MigratedModule[] = [
  ...productionModules,
  { name: 'seed', migrations: seedMigrations },
];
