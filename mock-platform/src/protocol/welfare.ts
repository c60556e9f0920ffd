import * as z from 'zod/mini';
import { Instant, Subject } from './basics.ts';
import { WatchOverChoice, WatchOverReport } from './watch-over.ts';

/** How often silence was reported in a town and what it was: about one in ten worries for nothing elsewhere. */
export const WatchOverFigures = z.object({
  /** Days that the figures cover, up to now. */
  days: z.int(),
  residents: z.int(),
  questions: z.int(),
  answered: z.int(),
  silenceReports: z.int(),
  /** Of these, somebody needed help. */
  help: z.int(),
  /** Of these, nobody did: the resident answered after all, or was found well. */
  falseAlarms: z.int(),
});
export type WatchOverFigures = z.infer<typeof WatchOverFigures>;

/** `GET /console/welfare/:municipality/people` (welfare officer): those who have named this very officer. */
export const WatchOverDesk = z.object({
  officer: z.string(),
  people: z.array(
    z.object({
      subject: Subject,
      name: z.string(),
      householdName: z.string(),
      lastAnswer: z.optional(z.object({ choice: WatchOverChoice, at: Instant })),
      /** Absent today, as planned. */
      absent: z.boolean(),
      /** Open reports first, newest first. */
      reports: z.array(WatchOverReport),
    }),
  ),
  figures: WatchOverFigures,
});
export type WatchOverDesk = z.infer<typeof WatchOverDesk>;
