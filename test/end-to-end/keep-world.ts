import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { worldVariable } from './world.ts';

/** Gives a test run a folder for the world that its houses share; it goes with the run. */
export default function keepWorld(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-world-'));
  process.env[worldVariable] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
