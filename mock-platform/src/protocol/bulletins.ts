import * as z from 'zod/mini';
import { Instant, Uuid } from './basics.ts';

/**
 * A message of another agency on the town's board: from a CAP feed, the weather agency or L-Alert. It is never shown on a
 * television.
 */
export const TownBulletin = z.object({
  id: Uuid,
  source: z.enum(['cap', 'jma', 'l-alert']),
  sender: z.string(),
  /** One word for CAP's status, the weather agency's Control/Status and L-Alert's 運用種別. */
  status: z.enum(['live', 'drill', 'test']),
  action: z.enum(['issue', 'update']),
  title: z.string(),
  text: z.string(),
  /** 警戒レベル 1–5, where the message says it. */
  level: z.nullable(z.int().check(z.minimum(1), z.maximum(5))),
  /** False: nobody's signature that the town knows; shown as 「未確認」. */
  verified: z.boolean(),
  issuedAt: Instant,
  expiresAt: z.nullable(Instant),
});
export type TownBulletin = z.infer<typeof TownBulletin>;

/** `GET /console/towns/:municipality/bulletins` (official): what counts now, newest first. */
export const TownBulletins = z.object({ bulletins: z.array(TownBulletin) });
