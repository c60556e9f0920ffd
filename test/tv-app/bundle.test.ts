import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'acorn';
import { describe, expect, test } from 'vitest';
import { dist } from './fake-agent.ts';

const built = existsSync(path.join(dist, 'index.html'));

describe.skipIf(!built)('the built page (skipped without tv-app/dist)', () => {
  const scripts = built ? readdirSync(dist).filter((name) => name.endsWith('.js')) : [];

  test('has scripts, and each is ES2015 for the oldest boxes', () => {
    expect(scripts.length).toBeGreaterThan(0);
    for (const name of scripts) {
      expect(() => parse(readFileSync(path.join(dist, name), 'utf8'), { ecmaVersion: 2015 })).not.toThrow();
    }
  });

  test('has no inline script, and the place for the agent’s settings', () => {
    const html = readFileSync(path.join(dist, 'index.html'), 'utf8');
    expect(html).toMatch(/<script type="application\/json" id="box">\{\}<\/script>/);
    const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)([^>]*)>/g)].map(([, attributes]) => attributes);
    expect(inline.every((attributes) => attributes?.includes('application/json'))).toBe(true);
    expect(html).not.toMatch(/\son[a-z]+=/);
  });

  test('carries font, icons and pictures', () => {
    expect(readdirSync(path.join(dist, 'fonts'))).toContain('ChanomaUD-Bold.woff2');
    expect(readdirSync(path.join(dist, 'icons'))).toContain('heart.svg');
    expect(readdirSync(path.join(dist, 'pictures'))).toContain('card-guide-1.svg');
  });
});
