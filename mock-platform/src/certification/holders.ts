import type { CardOrder } from './issue.ts';
import type { Vault } from './vault.ts';

/** What the service knows of somebody who holds one of its cards (発行記録). */
export interface HolderRecord extends Omit<CardOrder, 'issuedAt' | 'withSignature'> {
  /** Serial of the authentication certificate that the card carries now. */
  authentication: string;
  /** Serial of the signature certificate that it carries now, good or not. */
  signature: string | undefined;
}

const FILE = 'holders.json';

/** The service's own record of holders, kept in its folder apart from the register of certificates. */
export class HolderLedger {
  /** By serial of the authentication certificate that the holder's card carries now. */
  private readonly holders = new Map<string, HolderRecord>();

  constructor(private readonly vault: Vault) {
    for (const holder of vault.readJson<HolderRecord[]>(FILE) ?? []) {
      this.holders.set(holder.authentication, holder);
    }
  }

  /** Everybody, in the order in which their cards were first issued. */
  list(): HolderRecord[] {
    return [...this.holders.values()];
  }

  /** @throws RangeError when no card carries such an authentication certificate now */
  of(authentication: string): HolderRecord {
    const holder = this.holders.get(authentication);
    if (!holder) throw new RangeError('no such holder');
    return holder;
  }

  add(holder: HolderRecord): void {
    this.holders.set(holder.authentication, holder);
    this.save();
  }

  /** The holder has other facts or other certificates from now on. */
  change(authentication: string, change: Partial<HolderRecord>): HolderRecord {
    const changed = { ...this.of(authentication), ...change };
    const all = this.list().map((holder) => (holder.authentication === authentication ? changed : holder));
    this.holders.clear();
    for (const holder of all) this.holders.set(holder.authentication, holder);
    this.save();
    return changed;
  }

  private save(): void {
    this.vault.writeJson(FILE, this.list());
  }
}
