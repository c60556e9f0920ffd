import { judge } from './answer.ts';
import { readLines } from './lines.ts';
import { type CheckRequest, MalformedRequest, readRequest } from './request.ts';

const toLine = (answer: object) => JSON.stringify(answer);

/** A fault of ours must neither look like a good certificate nor end the conversation. */
function judgeSafely(request: CheckRequest): { fault: string | null; policies: readonly string[] } {
  try {
    return judge(request);
  } catch (error) {
    console.error(`certificate:check failed: ${(error as Error).stack}`);
    return { fault: 'check.failed', policies: [] };
  }
}

/** The answer to one line, without its newline. `undefined` stands for a line that was too long. */
export function answerLine(line: string | undefined, now: Date): string {
  try {
    if (line === undefined) throw new MalformedRequest('');
    const request = readRequest(line, now);
    const { fault, policies } = judgeSafely(request);
    return toLine({ id: request.id, ok: fault === null, code: fault, policies });
  } catch (error) {
    if (!(error instanceof MalformedRequest)) throw error;
    return toLine({ id: null, ok: false, code: 'request.malformed', path: error.path });
  }
}

/** Answers every line before the next one is looked at, until the input ends. */
export async function answerInLockStep(
  input: AsyncIterable<Uint8Array>,
  write: (answer: string) => Promise<void>,
): Promise<void> {
  for await (const line of readLines(input)) await write(`${answerLine(line, new Date())}\n`);
}
