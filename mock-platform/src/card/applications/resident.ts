import type { Application } from './application.ts';
import { jpkiAid } from './jpki.ts';
import { tokenInformation } from './token-information.ts';

/** What an old 住基カード still answers: the same application name with its own token label and nothing to log in with. */
export function residentApplication(): Application {
  const content = tokenInformation('JPKIAPICCTOKEN');
  return { aid: jpkiAid, files: new Map([[0x0006, { type: 'data', content }]]) };
}
