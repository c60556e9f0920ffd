import * as z from 'zod/mini';
import { Instant, Uuid } from './basics.ts';

/** Public news of the town for everyone (box token): `GET /notices/public`, newest first. */
export const PublicNotice = z.object({
  id: Uuid,
  /** Issuer as said aloud, for instance 「ひより町 水道課」. */
  issuer: z.string(),
  /** One sentence, at most 25 characters, phrases separated by spaces. */
  headline: z.string(),
  /** One to three short sentences. */
  sentences: z.array(z.string()),
  /** Which drawing goes with it. */
  picture: z.enum(['water', 'clinic', 'bus', 'festival', 'garbage', 'none']),
  publishedAt: Instant,
});
export type PublicNotice = z.infer<typeof PublicNotice>;
export const PublicNotices = z.object({ notices: z.array(PublicNotice) });
