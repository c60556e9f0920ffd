import { randomBytes } from 'node:crypto';

/** What the portal knows of somebody who is signed in. */
export interface Visitor {
  /** Its own name for the person: nobody else knows the person by it. */
  sub: string;
  sid: string | undefined;
  acr: string;
  amr: readonly string[];
  name: string;
  birthdate: string;
}

/** Where one browser stands. */
export type Stage =
  | { kind: 'outside' }
  | { kind: 'browser'; checks: { verifier: string; state: string; nonce: string } }
  | { kind: 'device'; number: string; address: string; stop: AbortController }
  | { kind: 'inside'; visitor: Visitor; since: Date }
  | { kind: 'ended'; at: Date }
  | { kind: 'refused'; why: 'denied' | 'expired' | 'failed' };

const kept = 200;

/** Browsers by their cookie, in memory: the demo's portal forgets everybody when it stops. */
export class PortalVisits {
  private readonly stages = new Map<string, Stage>();

  /** A new cookie. The oldest browser is forgotten when there are very many. */
  begin(): string {
    const cookie = randomBytes(24).toString('base64url');
    const [oldest] = this.stages.keys();
    if (this.stages.size >= kept && oldest !== undefined) this.leave(oldest);
    this.stages.set(cookie, { kind: 'outside' });
    return cookie;
  }

  knows(cookie: string | undefined): cookie is string {
    return cookie !== undefined && this.stages.has(cookie);
  }

  stageOf(cookie: string | undefined): Stage {
    return (cookie === undefined ? undefined : this.stages.get(cookie)) ?? { kind: 'outside' };
  }

  /** Goes on to another stage; a device's number that still waits is given up. */
  enter(cookie: string, stage: Stage): void {
    const before = this.stages.get(cookie);
    if (before === undefined) return;
    if (before.kind === 'device' && stage !== before) before.stop.abort();
    this.stages.set(cookie, stage);
  }

  /** The platform says that a visit is over: by its session, or all of a person. @returns how many ended */
  end({ sid, sub }: { sid?: string | undefined; sub?: string | undefined }, at: Date): number {
    let ended = 0;
    for (const [cookie, stage] of this.stages) {
      if (stage.kind !== 'inside') continue;
      const { visitor } = stage;
      if (sid === undefined ? visitor.sub !== sub : visitor.sid !== sid) continue;
      // Nothing of the person stays.
      this.stages.set(cookie, { kind: 'ended', at });
      ended += 1;
    }
    return ended;
  }

  private leave(cookie: string): void {
    const stage = this.stages.get(cookie);
    if (stage?.kind === 'device') stage.stop.abort();
    this.stages.delete(cookie);
  }
}
