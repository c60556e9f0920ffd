import type { ServiceName } from '../../../mock-platform/src/protocol/basics.ts';
import { type CardTier, PolicyTable } from '../../../mock-platform/src/protocol/identity.ts';
import type { BoxRequests } from '../platform/box-requests.ts';

/** A table younger than this is not asked for again, milliseconds. */
const freshMs = 10 * 60_000;

/**
 * The platform's policy as this box last heard it. It only chooses what the card is asked for; the platform decides, and
 * a login that proves too little goes on with more.
 */
export class Policy {
  private table: PolicyTable | undefined;
  private heardAt = Number.NEGATIVE_INFINITY;
  private asking: Promise<void> | undefined;

  constructor(private readonly requests: BoxRequests) {}

  /** Least tier with a card that opens a service; `t1` as long as the table is not known. */
  tierOf(service: ServiceName): CardTier {
    const tier = this.table?.services[service];
    return tier === 't2' || tier === 't3' ? tier : 't1';
  }

  /** Asks for the table unless it is fresh. Never rejects: without an answer the former table stays. */
  refresh(): Promise<void> {
    if (performance.now() - this.heardAt < freshMs) return Promise.resolve();
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  /** Resolves when a table was heard once, or could not be had now. */
  async known(): Promise<void> {
    if (this.table === undefined) await this.refresh();
  }

  private async ask(): Promise<void> {
    try {
      this.table = await this.requests.json(
        'identity',
        { method: 'GET', path: '/identity/policy' },
        (value) => PolicyTable.parse(value),
      );
      this.heardAt = performance.now();
    } catch {
      // The next login asks again.
    }
  }
}
