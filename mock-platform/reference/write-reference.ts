import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { referencePages } from './pages.ts';

for (const { file, text } of referencePages()) {
  writeFileSync(file, text);
  console.info(fileURLToPath(file));
}
