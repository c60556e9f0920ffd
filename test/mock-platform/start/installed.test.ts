import { describe, expect, it } from 'vitest';
import { packagesMatch } from '../../../mock-platform/start/installed.mjs';

const wanted = {
  '': {},
  'tv-app': { version: '0.1.0' },
  'node_modules/fastify': { version: '5.0.0', integrity: 'sha512-a' },
  'node_modules/nfc-pcsc': { version: '0.8.1', integrity: 'sha512-b', optional: true },
};
const fastify = { version: '5.0.0', integrity: 'sha512-a' };

describe('installed packages', () => {
  it('are those of the lock file also without the optional ones', () => {
    expect(packagesMatch(wanted, { 'node_modules/fastify': fastify })).toBe(true);
  });

  it('are not when one is missing, of another version or another content', () => {
    expect(packagesMatch(wanted, {})).toBe(false);
    expect(packagesMatch(wanted, { 'node_modules/fastify': { ...fastify, version: '4.9.0' } })).toBe(false);
    expect(packagesMatch(wanted, { 'node_modules/fastify': { ...fastify, integrity: 'sha512-c' } })).toBe(
      false,
    );
  });
});
