import { alertsModule } from '../../mock-platform/src/alerts/module.ts';
import { boxesModule } from '../../mock-platform/src/boxes/module.ts';
import { consoleModule } from '../../mock-platform/src/console/module.ts';
import { noticesModule } from '../../mock-platform/src/notices/module.ts';
import type { PlatformModule } from '../../mock-platform/src/server/context.ts';
import { townModule } from '../../mock-platform/src/town/module.ts';

/** The chain of orders alone: town page → platform → boxes and back. */
export const coreModules: readonly PlatformModule[] = [
  boxesModule,
  townModule,
  alertsModule,
  noticesModule,
  consoleModule,
];
