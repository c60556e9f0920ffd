import { agentPage } from './agent-page.ts';
import { platformPage } from './platform-page.ts';

/** The pages of the protocol reference and where they belong, made from the schemas as they are now. */
export function referencePages(): { file: URL; text: string }[] {
  return [
    { file: new URL('../src/protocol/REFERENCE.md', import.meta.url), text: platformPage() },
    { file: new URL('../../reader-agent/src/protocol/REFERENCE.md', import.meta.url), text: agentPage() },
  ];
}
