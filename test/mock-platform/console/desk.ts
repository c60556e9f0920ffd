import type { Problem } from '../../../mock-platform/src/protocol/problem.ts';
import type { DraftEntry } from '../../../mock-platform/src/protocol/release.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { type Answer, ask } from '../platform.ts';
import { orderDraft } from '../two-towns.ts';

interface Call {
  cookie?: string;
  body?: unknown;
  /** `null`: none. */
  origin?: string | null;
  method?: string;
}

/** Asks a town's console as its page does. */
export const callDesk = (platform: RunningPlatform, path: string, call: Call = {}): Promise<Answer> =>
  ask(`${platform.url}/console/towns/${path}`, {
    ...(call.body === undefined ? {} : { body: call.body }),
    ...(call.method === undefined ? {} : { method: call.method }),
    headers: {
      ...(call.cookie === undefined ? {} : { cookie: call.cookie }),
      ...(call.origin === null ? {} : { origin: call.origin ?? platform.url }),
    },
  });

export const cookieOf = (answer: Answer): string => String(answer.headers['set-cookie']).split(';')[0]!;
export const refusal = (answer: Answer): [number, string] => [answer.status, answer.json<Problem>().code];

/** Signs a seeded official in and returns the cookie. */
export async function signIn(
  platform: RunningPlatform,
  municipality: string,
  official: string,
): Promise<string> {
  return cookieOf(await callDesk(platform, `${municipality}/session`, { body: { official } }));
}

/** An order handed on as the page does it. */
export const draftEntry = (
  id: string,
  change: Partial<DraftEntry['draft']> = {},
  entry: Partial<DraftEntry> = {},
): DraftEntry => ({ draft: orderDraft(id, change), submit: true, ...entry });
