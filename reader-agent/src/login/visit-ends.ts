import type { SessionEnd } from '../../../mock-platform/src/protocol/federation.ts';
import { codeOf } from '../failure.ts';
import { log } from '../log.ts';
import type { BoxRequests } from '../platform/box-requests.ts';
import type { EndReason } from './sessions.ts';

const reasonOf: Record<EndReason, SessionEnd['reason']> = {
  'card-removed': 'card-removed',
  viewer: 'signed-out',
  idle: 'signed-out',
  expired: 'expired',
};

/**
 * Tells the platform that a visit is over, so that it ends the logins at service providers too. One that could not be
 * told is told when the line stands again; the platform ends it by itself after 30 minutes.
 */
export class VisitEnds {
  private untold: SessionEnd | undefined;

  constructor(private readonly requests: BoxRequests) {}

  async tell(reason: EndReason): Promise<void> {
    this.untold = { reason: reasonOf[reason] };
    await this.retry();
  }

  /** A new visit has begun: its logins are not to be ended by what was not told of the last one. */
  begun(): void {
    this.untold = undefined;
  }

  async retry(): Promise<void> {
    const { untold } = this;
    if (untold === undefined) return;
    try {
      await this.requests.json(
        'identity',
        { method: 'POST', path: '/identity/sessions/end', body: { json: untold } },
        () => undefined,
      );
      if (this.untold === untold) this.untold = undefined;
    } catch (error) {
      log.warn('visit.end-not-told', { code: codeOf(error, 'failed') });
    }
  }
}
