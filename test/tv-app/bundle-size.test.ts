import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { dist } from './fake-agent.ts';

const built = existsSync(path.join(dist, 'index.html'));

/** kB as a network sees them: gzip at its usual level. */
const zipped = (name: string): number => gzipSync(readFileSync(path.join(dist, name))).length / 1000;

describe.skipIf(!built)('the size of the built page (skipped without tv-app/dist)', () => {
  const scripts = built ? readdirSync(dist).filter((name) => name.endsWith('.js')) : [];
  const html = built ? readFileSync(path.join(dist, 'index.html'), 'utf8') : '';
  const first = scripts.filter((name) => html.includes(name));
  const sum = (names: readonly string[]) => names.reduce((total, name) => total + zipped(name), 0);

  test('home, login and orders come in at most 170 kB', () => {
    expect(first.length).toBeGreaterThan(0);
    expect(sum(first)).toBeLessThanOrEqual(170);
  });

  test('everything together in at most 260 kB', () => {
    expect(scripts.length).toBeGreaterThan(first.length);
    expect(sum(scripts)).toBeLessThanOrEqual(260);
  });

  test('the order overlay and the login are in the first part; charts, booking and codes are not', () => {
    const text = first.map((name) => readFileSync(path.join(dist, name), 'utf8')).join('\n');
    for (const name of ['OrderOverlay', 'LoginPage', 'HomePage', 'WaitingPage'])
      expect(text).toMatch(new RegExp(`class ${name}\\b`));
    for (const name of ['TrendChart', 'ReservePage', 'QrCode', 'SettingsPage'])
      expect(text).not.toMatch(new RegExp(`class ${name}\\b`));
  });

  test('no gallery and no router are shipped', () => {
    const all = scripts.map((name) => readFileSync(path.join(dist, name), 'utf8')).join('\n');
    expect(all).not.toMatch(/class (GalleryPage|ExhibitPage|MediaPlayer)\b/);
  });
});
