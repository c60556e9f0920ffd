import { safeParse } from 'zod/mini';
import { type PublicNotice, PublicNotices } from '../../../../mock-platform/src/protocol/notices.ts';
import { type Dated, freshOrLast } from '../../app/last-public.ts';
import type { Television } from '../../app/television.ts';

/** The town's news, newest first; without network what was last known, with its time. */
export const publicNotices = (tv: Television): Promise<Dated<PublicNotice[]>> =>
  freshOrLast(
    'notices',
    tv.clock.now,
    async (aged) => {
      const { notices } = await tv.services.get('/notices/public', PublicNotices, aged);
      return notices;
    },
    (kept) => {
      const read = safeParse(PublicNotices.shape.notices, kept);
      return read.success ? read.data : undefined;
    },
  );
