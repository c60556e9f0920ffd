import type { PlatformConfiguration } from '../../../../mock-platform/src/server/configuration.ts';
import { platformCallers, productionModules } from '../../../../mock-platform/src/server/modules.ts';
import { startPlatform } from '../../../../mock-platform/src/server/platform.ts';

/** One platform process as `npm run platform` starts it; the configuration comes as JSON from the parent. */
const configuration = JSON.parse(process.argv[2] ?? '') as PlatformConfiguration;
const platform = await startPlatform(configuration, {
  modules: productionModules,
  createCallers: platformCallers,
  logLevel: 'warn',
});
process.on('message', () => process.send?.(process.cpuUsage()));
process.on('disconnect', () => void platform.close().then(() => process.exit(0)));
process.send?.({ port: Number(new URL(platform.url).port) });
