/**
 * Makes the provisional clips (仮) with espeak-ng and lame: node --import tsx assets/sounds/make-clips.ts [NAME…]
 * Without names every clip that is missing is made; a recording that a person has spoken is never overwritten.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { clipFile } from '../../tv-app/src/speech/clip-voice.ts';
import { recordings } from '../../tv-app/src/speech/clips.ts';

const assets = path.resolve(fileURLToPath(import.meta.url), '../..');
const voices = {
  'ja-JP': ['-v', 'ja', '-s', '125', '-p', '45'],
  'en-US': ['-v', 'en-us', '-s', '140', '-p', '45'],
};

const asked = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'clips-'));
try {
  for (const { name, says } of recordings) {
    for (const [language, words] of Object.entries(says) as ['ja-JP' | 'en-US', string][]) {
      const file = path.join(assets, clipFile({ language, name }));
      if (words === '' || (asked.length > 0 ? !asked.includes(name) : existsSync(file))) continue;
      const wave = path.join(folder, 'spoken.wav');
      mkdirSync(path.dirname(file), { recursive: true });
      execFileSync('espeak-ng', [...voices[language], '-w', wave, words]);
      // Constant bit rate, 22.05 kHz, one channel, no tags: Chrome 53 and Safari 12 decode it.
      execFileSync('lame', ['--quiet', '-m', 'm', '--resample', '22.05', '-b', '24', '-t', wave, file]);
      console.info(`${path.relative(assets, file)}: ${words}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
