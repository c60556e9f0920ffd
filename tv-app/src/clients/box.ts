import type {
  BoxState,
  LoginProgress,
  Notification,
  NotificationName,
  Session,
  ShownOrder,
  ShownQuestion,
} from '../../../reader-agent/src/protocol/local.ts';

/** The box as the page knows it. `connection` is the page's own line to the agent. */
export interface Box {
  connection: 'connecting' | 'open' | 'lost';
  /** Code with which the agent does not take this page, until it does. */
  turnedAway: string | null;
  townName: string;
  registered: boolean;
  reader: BoxState['reader'];
  platform: 'online' | 'offline';
  session: Session | null;
  /** Why the last session ended, until the next begins. */
  sessionEnd: 'card-removed' | 'viewer' | 'idle' | 'expired' | null;
  login: LoginProgress | null;
  orders: ShownOrder[];
  /** Questions of watching over, oldest first. */
  watchOver: readonly ShownQuestion[];
  /** Logins at service providers that wait for a card here, oldest first. */
  requests: readonly NonNullable<BoxState['requests']>[number][];
  /** Now, as the agent said when it was greeted last; the box's own clock may be wrong. */
  agentClock: string | null;
  /** Code of what is wrong with the box's disk. */
  storage: BoxState['storage'];
  /** Counts up whenever the town's news changed. */
  noticesVersion: number;
}

const none: Box['requests'] = [];

export const unknownBox: Box = {
  connection: 'connecting',
  turnedAway: null,
  townName: '',
  registered: true,
  reader: { state: 'ready', card: false },
  platform: 'online',
  session: null,
  sessionEnd: null,
  login: null,
  orders: [],
  watchOver: [],
  requests: none,
  agentClock: null,
  storage: undefined,
  noticesVersion: 0,
};

export type BoxEvent =
  | { type: 'hello'; state: BoxState }
  | { type: 'lost' }
  | { type: 'turned-away'; code: string }
  | { type: 'order-answered'; order: ShownOrder }
  | { [N in NotificationName]: { type: N; params: Notification<N> } }[NotificationName];

/** Next state after an event. Pure. */
export function reduce(box: Box, event: BoxEvent): Box {
  switch (event.type) {
    case 'hello': {
      const { townName, registered, reader, platform, session, login, orders, storage } = event.state;
      const known = { townName, registered, reader, platform, session, login, orders, storage };
      return {
        ...box,
        connection: 'open',
        turnedAway: null,
        agentClock: event.state.clock,
        ...known,
        // Still none is no change: nothing is drawn anew for it.
        requests: event.state.requests?.length ? event.state.requests : none,
        watchOver: event.state.watchOver ?? [],
      };
    }
    case 'turned-away':
      return { ...box, turnedAway: event.code };
    case 'lost':
      // Whoever was signed in cannot be known any more, so nothing personal may stay (D15).
      return { ...box, connection: 'lost', session: null, login: null };
    case 'order-answered':
      return {
        ...box,
        orders: box.orders.map((shown) => (shown.order.id === event.order.order.id ? event.order : shown)),
      };
    case 'reader.changed':
      return { ...box, reader: event.params };
    case 'login.changed':
      return { ...box, login: event.params };
    case 'session.changed':
      return {
        ...box,
        session: event.params.session,
        // A finished login carries the name of who came.
        login: event.params.session || box.login?.phase !== 'done' ? box.login : null,
        sessionEnd: event.params.session ? null : (event.params.reason ?? null),
      };
    case 'orders.changed':
      return { ...box, orders: event.params.orders };
    case 'requests.changed':
      return { ...box, requests: event.params.requests };
    case 'watch-over.changed':
      return { ...box, watchOver: event.params.questions };
    case 'notices.changed':
      return { ...box, noticesVersion: box.noticesVersion + 1 };
    case 'platform.changed':
      return { ...box, platform: event.params.platform };
  }
}

/** Holds the box's state and tells its listeners. */
export class BoxStore {
  #box: Box = unknownBox;
  readonly #listeners = new Set<(box: Box, before: Box) => void>();

  get current(): Box {
    return this.#box;
  }

  dispatch(event: BoxEvent): void {
    const before = this.#box;
    this.#box = reduce(before, event);
    for (const listener of [...this.#listeners]) listener(this.#box, before);
  }

  subscribe(listener: (box: Box, before: Box) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
