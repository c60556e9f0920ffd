import type { Trace, TraceStep } from '../trace.ts';

/**
 * Steps of one attempt for the engineers' strip. They go under the challenge's id, as the platform's own steps do; until
 * it is known they are held back with their times.
 */
export class LoginTrail {
  private flow: string | undefined;
  private held: TraceStep[] = [];

  constructor(private readonly trace: Trace) {}

  step(station: TraceStep['station'], what: string, verdict?: string): void {
    const step = {
      station,
      what,
      at: new Date().toISOString(),
      ...(verdict === undefined ? {} : { verdict }),
    };
    if (this.flow === undefined) this.held.push({ flow: '', ...step });
    else this.trace.step({ flow: this.flow, ...step });
  }

  /** From now on, and for what was held back, this is the flow. */
  follow(flow: string): void {
    this.flow = flow;
    for (const step of this.held.splice(0)) this.trace.step({ ...step, flow });
  }

  /** The attempt is over; `fallback` names its flow when it never came to a challenge. */
  end(fallback: string, phase: string, verdict: string): void {
    this.step('television', `login ${phase}`, verdict);
    if (this.flow === undefined) this.follow(fallback);
    this.flow = undefined;
  }
}
