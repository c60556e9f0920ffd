import * as z from 'zod/mini';
import { type ControlMethod, controlMethods } from '../../../reader-agent/src/protocol/control.ts';
import { connectLines } from './json-lines.ts';

type Parameters<M extends ControlMethod> = z.infer<(typeof controlMethods)[M]['params']>;
type Result<M extends ControlMethod> = z.infer<(typeof controlMethods)[M]['result']>;

const Reply = z.object({
  id: z.int(),
  result: z.optional(z.unknown()),
  error: z.optional(z.object({ message: z.string(), data: z.optional(z.object({ code: z.string() })) })),
});

/**
 * One call over the owner-only socket of a box's agent.
 * @throws Error with the agent's own words, or when it does not answer within `limitMs`
 */
export async function callBox<M extends ControlMethod>(
  socketPath: string,
  method: M,
  params: Parameters<M>,
  limitMs = 20_000,
): Promise<Result<M>> {
  let answer: (message: unknown) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const answered = new Promise<unknown>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  const channel = await connectLines(
    socketPath,
    'the agent',
    answer,
    () => fail(new Error(`the agent closed its socket before it answered ${method}`)),
    limitMs,
  );
  const limit = setTimeout(
    () => fail(new Error(`the agent did not answer ${method} within ${limitMs / 1000} s`)),
    limitMs,
  );
  try {
    channel.send({ jsonrpc: '2.0', id: 1, method, params });
    const reply = Reply.parse(await answered);
    if (reply.error) throw new Error(`${method}: ${reply.error.data?.code ?? reply.error.message}`);
    return controlMethods[method].result.parse(reply.result) as Result<M>;
  } finally {
    clearTimeout(limit);
    channel.close();
  }
}
