import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const thorough = process.env.CHANOMA_THOROUGH === '1';
const common = {
  pool: 'forks' as const,
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // Lightning's packages are modules without saying so.
  server: { deps: { inline: [/@lightningjs/, /@metrological/, /localcookies/, /@michieljs/] } },
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'parts',
          include: ['test/{mock-platform,reader-agent,tv-app,house,bench}/**/*.test.ts'],
          exclude: thorough ? [] : ['**/*.thorough.test.ts'],
          // By itself vitest leaves one of two cores idle.
          maxWorkers: Math.max(2, availableParallelism()),
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: 'together',
          // Real browsers, readers and servers: they mostly wait, two files at a time.
          include: ['test/{end-to-end,interop,faults}/**/*.test.ts'],
          exclude: thorough ? [] : ['**/*.thorough.test.ts'],
          maxWorkers: 2,
          globalSetup: 'test/end-to-end/keep-world.ts',
          testTimeout: 90_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
