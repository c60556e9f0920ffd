import * as z from 'zod/mini';
import { Answer, Order } from '../../../mock-platform/src/protocol/alerts.ts';
import { Instant, ServiceName, Subject, Tier, Uuid } from '../../../mock-platform/src/protocol/basics.ts';
import {
  Consents,
  FederationRequest,
  RequestNumber,
  TelevisionCode,
} from '../../../mock-platform/src/protocol/federation.ts';
import { CardTier, LoginNotice } from '../../../mock-platform/src/protocol/identity.ts';
import { RelyingPartyId } from '../../../mock-platform/src/protocol/relying-parties.ts';
import { WatchOverChoice, WatchOverQuestion } from '../../../mock-platform/src/protocol/watch-over.ts';

/**
 * JSON-RPC 2.0 between the television application and the agent of its box, over the WebSocket `/agent`
 * (cookie of D17, exact Origin and Host). Requests from the page, notifications from the agent.
 */

/**
 * Level of this protocol. It grows when a page or an agent of the level before would misunderstand the other. What is only
 * added does not raise it: a page ignores notifications, fields and codes that it does not know, and an agent answers a
 * method that it does not know with `request.unknown-method`.
 */
export const apiLevel = 2;
/** Oldest level of a page that this agent still serves. Level 1 had no page secret. */
export const oldestApiLevel = 2;

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
  /** Who it is among the residents of `ShownOrder`. */
  resident: z.optional(Subject),
  tier: Tier,
  /** Services that the session opens. */
  services: z.array(ServiceName),
  since: Instant,
  /** What the person should know about the card. */
  notices: z.array(LoginNotice),
});
export type Session = z.infer<typeof Session>;

/** Phases of a login, each one a thing the screen can say. */
export const LoginPhase = z.enum([
  'waiting-for-card',
  'reading',
  /** The card lies there; the viewer types the PIN that `LoginProgress.pin` names (D16). */
  'waiting-for-pin',
  /** One try is left: goes on only after `pin.consent`. */
  'waiting-for-consent',
  'proving',
  'checking',
  'done',
  'refused',
  'cancelled',
]);
export type LoginPhase = z.infer<typeof LoginPhase>;

/** A PIN that is being typed. The digits stay in the agent; the page knows their count. */
export const PinEntry = z.object({
  /** `authentication`: four digits; `signature`: 6 to 16 capital letters and digits. */
  kind: z.enum(['authentication', 'signature']),
  /** As the card said before anything was typed. */
  triesLeft: z.int(),
  /** Keys typed so far. When the card is taken away they wait a minute for the same card. */
  typed: z.int(),
  least: z.int(),
  most: z.int(),
});
export type PinEntry = z.infer<typeof PinEntry>;

/** How far a login (or an enrolment: service `identity`) is. */
export const LoginProgress = z.object({
  /** Id that `login.start` gave. */
  login: Uuid,
  /** What the person wants to open. */
  service: ServiceName,
  /** What the card shall prove. Rises from `t1` to `t2` when no tier was asked for and the platform wants the PIN. */
  tier: CardTier,
  phase: LoginPhase,
  /** With `waiting-for-pin` and `waiting-for-consent`. */
  pin: z.optional(PinEntry),
  /**
   * With `refused`; with `waiting-for-card` after a fault that laying the card again mends; with `waiting-for-pin` and
   * `waiting-for-consent` after a wrong PIN (`pin.wrong`) and when another card was laid (`card.changed`).
   */
  code: z.optional(z.string()),
  /** Greeting, only for a resident of this household. */
  callName: z.optional(z.string()),
  /** The login at a service provider that this one approves (`requests.approve`); its `service` is `identity`. */
  request: z.optional(Uuid),
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

/** A question of watching over with the name of whom it asks: beside orders the only personal thing before a login (D15). */
export const ShownQuestion = z.object({
  question: WatchOverQuestion,
  /** What the screen says before さん; null for the whole household. */
  callName: z.nullable(z.string()),
});
export type ShownQuestion = z.infer<typeof ShownQuestion>;

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
  /** Questions of watching over that wait for an answer, oldest first. */
  watchOver: z.optional(z.array(ShownQuestion)),
  /** Now, by the box's clock as corrected by the platform's. */
  clock: Instant,
  /** How far the box's own clock is ahead of the platform's, seconds; absent until it was measured. */
  clockError: z.optional(z.number()),
  /** Logins at service providers that wait for a card here, oldest first. Nobody's name is in them. */
  requests: z.optional(z.array(FederationRequest)),
  /** Code of what is wrong with the disk; absent while it takes what must be kept. */
  storage: z.optional(z.enum(['storage.full', 'storage.failed'])),
});
export type BoxState = z.infer<typeof BoxState>;

const Nothing = z.object({});

/** Second half of a pairing, beside the cookie: 256 random bits that only the page of this very origin holds. */
export const PageSecret = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));
/** Header of every `/services/…` request that carries the page's secret. */
export const secretHeader = 'x-chanoma-secret';

/** Requests: parameters and result of each method. */
export const methods = {
  /** First message, within 2 s. A page that does not fit gets `page.too-old` or `page.too-new`, a stranger `request.pairing`. */
  hello: {
    params: z.strictObject({
      apiLevel: z.int(),
      /** What the page got in the fragment of its address when it was paired: cookies know no ports, this does. */
      secret: z.string().check(z.maxLength(64)),
    }),
    result: BoxState,
  },
  /** Starts a login for a service; progress comes as `login.changed`. Answers at once. */
  'login.start': {
    params: z.strictObject({
      service: ServiceName,
      /** Absent: the least that the policy in force asks for the service. */
      tier: z.optional(CardTier),
    }),
    result: z.object({ login: Uuid }),
  },
  /** Starts an enrolment: all certificates and keys of the card in one tap, both PINs typed here. */
  'enrolment.start': {
    params: z.strictObject({ application: Uuid }),
    result: z.object({ login: Uuid }),
  },
  /**
   * One key of the PIN into the agent's buffer. More than `most`, and keys that this PIN cannot have, are refused with
   * `pin.full`. Keys are not announced by `login.changed`.
   */
  'pin.type': {
    params: z.strictObject({ login: Uuid, key: z.string().check(z.regex(/^[0-9A-Z]$/)) }),
    result: PinEntry,
  },
  /** Takes back the last key, or all. */
  'pin.erase': { params: z.strictObject({ login: Uuid, all: z.boolean() }), result: PinEntry },
  /**
   * Gives the PIN to the card, once. Answers when the agent holds it nowhere any more, whatever came of it; that is
   * announced by `login.changed`.
   */
  'pin.submit': { params: z.strictObject({ login: Uuid }), result: Nothing },
  /** The viewer agrees to use the last try. */
  'pin.consent': { params: z.strictObject({ login: Uuid }), result: Nothing },
  /** Ends the login of this id, if it is still under way. */
  'login.cancel': { params: z.strictObject({ login: Uuid }), result: Nothing },
  /** A number for this television, to be typed on the page of a service provider's login; the one before ends. */
  'requests.number': { params: Nothing, result: TelevisionCode },
  /** The number that a service provider's device or page shows was typed here: its login waits here from now on. */
  'requests.claim': { params: z.strictObject({ number: RequestNumber }), result: FederationRequest },
  /**
   * The viewer said yes to the sentence of this request: a login with the request's tier begins, as `login.start` does, and
   * approves it. `done` means that the service provider knows; whoever laid the card is signed in here, too.
   */
  'requests.approve': { params: z.strictObject({ request: Uuid }), result: z.object({ login: Uuid }) },
  /** The viewer said no. */
  'requests.deny': { params: z.strictObject({ request: Uuid }), result: Nothing },
  /** What the person who is signed in has agreed to, newest first; the card that lies there proves itself anew. */
  'consents.list': { params: Nothing, result: Consents },
  /** Takes one back, its logins end; what remains comes back. */
  'consents.revoke': { params: z.strictObject({ relyingParty: RelyingPartyId }), result: Consents },
  /** The viewer signs out (or the idle limit did). */
  'session.end': { params: z.strictObject({ reason: z.enum(['viewer', 'idle']) }), result: Nothing },
  /** The order has been drawn on the screen. Sent once per order and page. */
  'orders.displayed': { params: z.strictObject({ order: Uuid, at: Instant }), result: Nothing },
  /**
   * Answers for some or all residents; durable on the box before it answers. The answer of a signed-in resident carries the
   * tier of the card, those of the others `t0`: given again after the card was laid, it is the same answer with a higher tier.
   * Who answered 「にげます」 or 「たすけがいる」 may later say `safe` at every level.
   */
  'orders.answer': {
    params: z.strictObject({
      order: Uuid,
      answer: Answer,
      residents: z.array(Subject).check(z.minLength(1)),
    }),
    result: ShownOrder,
  },
  /** Answers a question of watching over; durable on the box before it answers. One that is over is answered by nothing. */
  'watch-over.answer': {
    params: z.strictObject({ question: Uuid, choice: WatchOverChoice }),
    result: Nothing,
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
  /** All questions of watching over to show, oldest first. */
  'watch-over.changed': z.object({ questions: z.array(ShownQuestion) }),
  /** Ask for the public notices again. */
  'notices.changed': Nothing,
  /** Logins at service providers that wait for a card here came or went. */
  'requests.changed': z.object({ requests: z.array(FederationRequest) }),
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

/** Kinds of remote controls that the page knows; `auto` is all of them that do not contradict each other. */
export const RemoteKind = z.enum(['auto', 'pc', 'hbbtv', 'tizen', 'webos', 'rdk', 'android', 'bml']);
export type RemoteKind = z.infer<typeof RemoteKind>;

/** What the agent writes into the page it serves (`<script type="application/json" id="box">`). */
export const PageSettings = z.object({
  /** Only these origins may frame the page and send it keys; none on a real box. */
  livingRoomOrigins: z.array(z.string()),
  /** Rendering the box is good at. */
  renderer: z.enum(['webgl', 'canvas2d']),
  /** Remote control of the box; absent: `auto`. */
  remote: z.optional(RemoteKind),
  /** The operator's telephone for viewers' questions. */
  helpPhone: z.optional(z.string().check(z.regex(/^[0-9+() -]{3,20}$/))),
});
export type PageSettings = z.infer<typeof PageSettings>;
