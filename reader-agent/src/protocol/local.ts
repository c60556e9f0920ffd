import * as z from 'zod/mini';
import { Answer, Order } from '../../../mock-platform/src/protocol/alerts.ts';
import { Instant, ServiceName, Subject, Tier, Uuid } from '../../../mock-platform/src/protocol/basics.ts';

/**
 * JSON-RPC 2.0 between the television application and the agent of its box, over the WebSocket `/agent`
 * (cookie of D17, exact Origin and Host). Requests from the page, notifications from the agent.
 */
export const apiLevel = 1;

/** The IC reader as the screen needs to know it. */
export const ReaderState = z.object({
  /** `missing` carries the code that says which layer is missing. */
  state: z.enum(['ready', 'missing']),
  code: z.optional(z.string()),
  /** Whether a card lies on it. */
  card: z.boolean(),
});
export type ReaderState = z.infer<typeof ReaderState>;

/** Who is signed in; ends when the card goes (D4). */
export const Session = z.object({
  /** What the screen says before さん. */
  callName: z.string(),
  tier: Tier,
  /** Services that the session opens. */
  services: z.array(ServiceName),
  since: Instant,
});
export type Session = z.infer<typeof Session>;

/** Phases of a login, each one a thing the screen can say. */
export const LoginPhase = z.enum([
  'waiting-for-card',
  'reading',
  'proving',
  'checking',
  'done',
  'refused',
  'cancelled',
]);
export type LoginPhase = z.infer<typeof LoginPhase>;

/** How far a login is. */
export const LoginProgress = z.object({
  /** Id that `login.start` gave. */
  login: Uuid,
  /** What the person wants to open. */
  service: ServiceName,
  phase: LoginPhase,
  /** With `refused`, and with `waiting-for-card` after a fault that laying the card again mends. */
  code: z.optional(z.string()),
  /** Greeting, only for a resident of this household. */
  callName: z.optional(z.string()),
});
export type LoginProgress = z.infer<typeof LoginProgress>;

/** An order with this household's names added, ready for the screen. */
export const ShownOrder = z.object({
  order: Order,
  /** Everybody of the household, in the town's order. */
  residents: z.array(z.object({ subject: Subject, callName: z.string(), answer: z.nullable(Answer) })),
  /** Whether this box has shown it before (no alarm sound a second time). */
  displayed: z.boolean(),
  /** Set when a `cancel` for it arrived: shown as 「取消」 where it had been shown. */
  cancelledAt: z.nullable(Instant),
});
export type ShownOrder = z.infer<typeof ShownOrder>;

/** Everything that a page needs at its start. */
export const BoxState = z.object({
  agentVersion: z.string(),
  apiLevel: z.int(),
  /** Whether the box has been registered. */
  registered: z.boolean(),
  /** Empty before the registration. */
  townName: z.string(),
  reader: ReaderState,
  /** Whether the stream to the platform stands. */
  platform: z.enum(['online', 'offline']),
  /** Who is signed in. */
  session: z.nullable(Session),
  /** The login under way. */
  login: z.nullable(LoginProgress),
  /** Orders in force or just cancelled, newest first. */
  orders: z.array(ShownOrder),
  /** Now, by the box's clock as corrected by the platform's. */
  clock: Instant,
});
export type BoxState = z.infer<typeof BoxState>;

const Nothing = z.object({});

/** Requests: parameters and result of each method. */
export const methods = {
  /** First message, within 2 s. A page that does not fit gets `request.api-level`. */
  hello: { params: z.strictObject({ apiLevel: z.int() }), result: BoxState },
  /** Starts a login for a service; progress comes as `login.changed`. Answers at once. */
  'login.start': { params: z.strictObject({ service: ServiceName }), result: z.object({ login: Uuid }) },
  /** Ends the login of this id, if it is still under way. */
  'login.cancel': { params: z.strictObject({ login: Uuid }), result: Nothing },
  /** The viewer signs out (or the idle limit did). */
  'session.end': { params: z.strictObject({ reason: z.enum(['viewer', 'idle']) }), result: Nothing },
  /** The order has been drawn on the screen. Sent once per order and page. */
  'orders.displayed': { params: z.strictObject({ order: Uuid, at: Instant }), result: Nothing },
  /** Answers for some or all residents; durable on the box before it answers. */
  'orders.answer': {
    params: z.strictObject({
      order: Uuid,
      answer: Answer,
      residents: z.array(Subject).check(z.minLength(1)),
    }),
    result: ShownOrder,
  },
} as const;
export type MethodName = keyof typeof methods;

/** Notifications from the agent. */
export const notifications = {
  /** Reader or card came or went. */
  'reader.changed': ReaderState,
  /** Each phase of a login; `done`, `refused` and `cancelled` are the last. */
  'login.changed': LoginProgress,
  /** Somebody is signed in, or nobody any more and why. */
  'session.changed': z.object({
    session: z.nullable(Session),
    reason: z.optional(z.enum(['card-removed', 'viewer', 'idle', 'expired'])),
  }),
  /** All orders to show, newest first. */
  'orders.changed': z.object({ orders: z.array(ShownOrder) }),
  /** Ask for the public notices again. */
  'notices.changed': Nothing,
  /** The stream to the platform stands, or was lost. */
  'platform.changed': z.object({ platform: z.enum(['online', 'offline']) }),
} as const;
export type NotificationName = keyof typeof notifications;

/** JSON-RPC request of the page. */
export const RpcRequest = z.strictObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.int(), z.string().check(z.maxLength(64))]),
  method: z.string().check(z.maxLength(64)),
  params: z.optional(z.unknown()),
});

/** `error` of a JSON-RPC answer: `data.code` is stable, `data.path` a JSON pointer. */
export const RpcError = z.object({
  code: z.int(),
  message: z.string(),
  data: z.object({ code: z.string(), path: z.optional(z.string()) }),
});

export type Params<M extends MethodName> = z.infer<(typeof methods)[M]['params']>;
export type Result<M extends MethodName> = z.infer<(typeof methods)[M]['result']>;
export type Notification<N extends NotificationName> = z.infer<(typeof notifications)[N]>;

/** What the agent writes into the page it serves (`<script type="application/json" id="box">`). */
export const PageSettings = z.object({
  /** Only these origins may frame the page and send it keys; none on a real box. */
  livingRoomOrigins: z.array(z.string()),
  /** Rendering the box is good at. */
  renderer: z.enum(['webgl', 'canvas2d']),
});
export type PageSettings = z.infer<typeof PageSettings>;
