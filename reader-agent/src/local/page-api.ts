import type {
  BoxState,
  MethodName,
  Notification,
  NotificationName,
  Params,
  Result,
} from '../protocol/local.ts';

/** What the page may ask for after `hello`: fixed verbs, never raw APDUs. */
export type PageMethods = {
  [M in Exclude<MethodName, 'hello'>]: (params: Params<M>, page: { origin: string }) => Promise<Result<M>>;
};

/** The agent as the page's socket sees it. */
export interface PageApi {
  state(): BoxState;
  methods: PageMethods;
  /** The page is gone or was replaced: what it had under way is cancelled. */
  pageGone(): void;
}

/** Tells the page that something changed; does nothing while no page is connected. */
export type Announce = <N extends NotificationName>(name: N, params: Notification<N>) => void;
