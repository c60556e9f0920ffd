import { Pairing, ReaderState, Room } from '../../protocol/living-room.ts';
import { Problem } from '../../protocol/problem.ts';

export type ReaderAction =
  | { action: 'lay'; household: string; card: string }
  | { action: 'take' | 'plug' | 'unplug'; household: string };

/** The platform refused or could not be reached; `code` is the problem's code, or `platform.unreachable`. */
export class RoomError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.name = 'RoomError';
    this.code = code;
  }
}

async function ask(path: string, body?: unknown): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(8000),
    });
  } catch {
    throw new RoomError('platform.unreachable');
  }
  const content: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return content;
  const problem = Problem.safeParse(content);
  throw new RoomError(problem.success ? problem.data.code : 'platform.unreachable');
}

/** What is in the room: households, cards, links. Throws RoomError. */
export const fetchRoom = async (): Promise<Room> => Room.parse(await ask('/living-room/room'));

/** Which card lies where. Throws RoomError. */
export const fetchReaders = async (): Promise<ReaderState> =>
  ReaderState.parse(await ask('/living-room/reader'));

/** Lays, takes, plugs or unplugs; answers when the room has done it. Throws RoomError. */
export const moveCard = async (action: ReaderAction): Promise<void> => {
  await ask('/living-room/reader', action);
};

/** One-time code for a household's television. Throws RoomError. */
export const pairTelevision = async (household: string): Promise<Pairing> =>
  Pairing.parse(await ask('/living-room/pairings', { household }));
