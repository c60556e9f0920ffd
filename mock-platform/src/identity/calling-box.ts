import type { FastifyRequest } from 'fastify';
import type { PlatformContext, RegisteredBox } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';

/** The box that calls with its own token. @throws PlatformError 403 `box.unknown`, `box.blocked` */
export async function callingBox(context: PlatformContext, request: FastifyRequest): Promise<RegisteredBox> {
  const caller = await context.callers.box(request, 'identity');
  const box = await context.boxes.find(caller.client_id);
  if (!box) throw new PlatformError(403, 'box.unknown');
  if (box.blocked) throw new PlatformError(403, 'box.blocked');
  return box;
}
