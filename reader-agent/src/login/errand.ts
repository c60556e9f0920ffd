import type { ServiceName } from '../../../mock-platform/src/protocol/basics.ts';
import type { PinKind } from '../card/pin.ts';
import type { LoginPlan } from './machine.ts';
import type { Tap } from './tap.ts';

/**
 * What a person lays the card for: a login or an enrolment. The state machine says when the turn of each part is; what
 * the card proved is kept here, so that the same card goes on where it was.
 */
export interface Errand {
  readonly service: ServiceName;
  readonly plan: LoginPlan;
  /** The login at a service provider that is approved by it. */
  readonly request?: string;
  /** Where the statement goes, for the engineers' strip. */
  readonly path: string;
  /**
   * The certificate is read: whose card it is, if it is a resident's of this box.
   * @throws AgentFailure when this card cannot do what is asked
   */
  recognise(tap: Tap, plan: LoginPlan): string | undefined;
  /** Whether it has become known meanwhile that the platform wants more than the plan proves, and `plan.more` does. */
  wantsMore(): Promise<boolean>;
  /** Before the first PIN is asked for: nobody shall type one for nothing. */
  prepare(): Promise<void>;
  /** Uses what a PIN has just opened. `challenged` hears the id of the platform's challenge. */
  usePin(kind: PinKind, tap: Tap, signal: AbortSignal, challenged: (id: string) => void): Promise<void>;
  /** The last part of the card's work, and the statement signed with the box key. */
  state(tap: Tap, signal: AbortSignal, challenged: (id: string) => void): Promise<string>;
  /** The platform's part. The function that comes back hands over what it brought. */
  send(statement: string): Promise<() => void>;
  /** What `send` brought comes too late: the card has been taken, or the viewer has stopped. */
  abandoned?(): void;
  /** Another card lies there: what the former one proved is forgotten. */
  forget(): void;
}
