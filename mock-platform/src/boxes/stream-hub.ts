import type { WebSocket } from 'ws';
import type { ToBox } from '../protocol/boxes.ts';
import type { RegisteredBox } from '../server/context.ts';
import { BoxConnection, type StreamHandlers } from './connection.ts';
import { frameOf } from './frame.ts';
import type { BoxChangeType, ChangeType } from './tables.ts';

const pingMilliseconds = 20_000;
/**
 * Sockets written before the event loop gets a turn: all of one process. Receipts of the first boxes would otherwise be worked on
 * while the last ones wait for their order; ten thousand writes take a tenth of a second.
 */
const chunk = 20_000;
const closeMilliseconds = 300;

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

type OrderMessage = Extract<ToBox, { type: 'order' }>;

/** Boxes have so much time for coming back that this many of them come in a second. */
const comingBackPerSecond = 1000;
const longestReturnSeconds = 40;

/** Whom an order goes to: everybody in the districts, or the households that are named, each with whom of it is meant. */
export interface OrderAudience {
  municipality: string;
  districts: readonly string[];
  /** By pairwise id of the sector `town`. */
  households?: ReadonlyMap<string, readonly string[]>;
}

/** Hears which boxes this process has. */
export interface HubObserver {
  opened(box: string): void;
  closed(box: string): void;
}

/** Everything that is connected to this process; one connection per box, the newest. */
export class StreamHub {
  private readonly connections = new Map<string, BoxConnection>();
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    private readonly handlers: StreamHandlers,
    private readonly now: () => Date,
    private readonly observer: HubObserver,
    /** Pairwise id of a box's household in the sector `town`. */
    private readonly townHousehold: (box: RegisteredBox) => string,
  ) {
    this.heartbeat = setInterval(() => {
      for (const connection of this.connections.values()) connection.ping();
    }, pingMilliseconds);
    this.heartbeat.unref();
  }

  accept(box: RegisteredBox, socket: WebSocket): void {
    this.connections.get(box.box)?.close(4000, 'replaced');
    const connection = new BoxConnection(box, socket, this.handlers, this.now);
    this.connections.set(box.box, connection);
    this.observer.opened(box.box);
    connection.onceClosed(() => {
      if (this.connections.get(box.box) !== connection) return;
      this.connections.delete(box.box);
      this.observer.closed(box.box);
    });
  }

  /** Ids of the boxes that are connected to this process. */
  get boxes(): string[] {
    return [...this.connections.keys()];
  }

  get size(): number {
    return this.connections.size;
  }

  isOnline(box: string): boolean {
    return this.connections.has(box);
  }

  /** Sends one order to every connected box of its audience; framed once, but for boxes that are told whom it names. */
  broadcastOrder(audience: OrderAudience, message: OrderMessage): Promise<void> {
    return this.toAudience(audience, message, (connection, frame) =>
      connection.sendOrder(message.cursor, frame),
    );
  }

  /** Sends an order once more to boxes of its audience that have not confirmed it. */
  repeatOrder(audience: OrderAudience, message: OrderMessage, confirmed: ReadonlySet<string>): Promise<void> {
    return this.toAudience(audience, message, (connection, frame) => {
      if (!confirmed.has(connection.box.box)) connection.repeatOrder(message.cursor, frame);
    });
  }

  private async toAudience(
    { municipality, districts, households }: OrderAudience,
    message: OrderMessage,
    send: (connection: BoxConnection, frame: Buffer) => void,
  ): Promise<void> {
    const frame = frameOf(message);
    const inDistricts = new Set(districts);
    await this.each((connection) => {
      const { box } = connection;
      if (box.municipality !== municipality) return;
      if (households === undefined) {
        if (inDistricts.has(box.district)) send(connection, frame);
        return;
      }
      const addressed = households.get(this.townHousehold(box));
      if (addressed !== undefined) send(connection, frameOf({ ...message, addressed: [...addressed] }));
    });
  }

  /** Tells every connected box of a municipality that something changed. */
  async broadcastChange(municipality: string, type: ChangeType): Promise<void> {
    await this.each((connection) => {
      if (connection.box.municipality === municipality) connection.send({ type });
    });
  }

  /** Tells one box that something of its own changed, if it is connected to this process. */
  tellBox(box: string, type: BoxChangeType): void {
    const connection = this.connections.get(box);
    if (type === 'requests-changed') connection?.send({ type });
    // Who is not told hears it with the next connection.
    else void connection?.sendQuestions().catch(() => undefined);
  }

  /** Ends a box's connection, for instance when it is blocked. */
  disconnect(box: string): void {
    this.connections.get(box)?.close(4001, 'box.blocked');
  }

  async close(): Promise<void> {
    clearInterval(this.heartbeat);
    const open = [...this.connections.values()];
    const withinSeconds = Math.min(longestReturnSeconds, open.length / comingBackPerSecond);
    const bye = frameOf({ type: 'bye', withinSeconds });
    for (const connection of open) connection.sayBye(bye);
    const closed = open.map((connection) => new Promise<void>((done) => connection.onceClosed(done)));
    for (const connection of open) connection.close(1001, 'restart');
    const patience = setTimeout(() => {
      for (const connection of open) connection.terminate();
    }, closeMilliseconds);
    await Promise.all(closed);
    clearTimeout(patience);
  }

  private async each(visit: (connection: BoxConnection) => void): Promise<void> {
    let count = 0;
    for (const connection of [...this.connections.values()]) {
      visit(connection);
      count += 1;
      if (count % chunk === 0) await turn();
    }
  }
}
