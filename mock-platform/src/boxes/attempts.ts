import type { PlatformContext } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { keyedHash } from './keyed-hash.ts';
import type { BoxesTables } from './tables.ts';

const windowMilliseconds = 10 * 60_000;
const allowedOfAddress = 10;
/** Of everybody together: who searches from many addresses finds a door that opens a hundred times in ten minutes. */
const allowedOfAll = 100;

/** Counts failed registrations, so that a code of eight digits cannot be searched; shared by all processes of a platform. */
export class Attempts {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly context: PlatformContext) {}

  /**
   * Runs one attempt; they come one after the other, so that many at once count like many in a row. An attempt counts when
   * its code was not good.
   * @throws PlatformError 429 `registration.too-many-attempts`, and what the attempt throws
   */
  run<T>(address: string, attempt: () => Promise<T>): Promise<T> {
    const turn = this.last.then(() => this.count(keyedHash(this.context, address), attempt));
    this.last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  private async count<T>(address: string, attempt: () => Promise<T>): Promise<T> {
    await this.check(address);
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof PlatformError && error.code === 'registration.code') await this.failed(address);
      throw error;
    }
  }

  private async check(address: string): Promise<void> {
    const { all, own } = await this.context
      .tables<BoxesTables>()
      .selectFrom('boxes.failed_registration')
      .where('at', '>', this.begin())
      .select((select) => [
        select.fn.countAll<number>().as('all'),
        select.fn.countAll<number>().filterWhere('address_hash', '=', address).as('own'),
      ])
      .executeTakeFirstOrThrow();
    if (Number(own) >= allowedOfAddress || Number(all) >= allowedOfAll) {
      throw new PlatformError(429, 'registration.too-many-attempts');
    }
  }

  private async failed(address: string): Promise<void> {
    const tables = this.context.tables<BoxesTables>();
    await tables.deleteFrom('boxes.failed_registration').where('at', '<=', this.begin()).execute();
    const at = this.context.clock();
    await tables.insertInto('boxes.failed_registration').values({ address_hash: address, at }).execute();
  }

  private begin(): Date {
    return new Date(this.context.clock().getTime() - windowMilliseconds);
  }
}
