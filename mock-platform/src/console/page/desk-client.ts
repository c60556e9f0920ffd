import * as z from 'zod/mini';
import { type TownBulletin, TownBulletins } from '../../protocol/bulletins.ts';
import { OrderBoard, OrderSummary, Recipients, TownDesk } from '../../protocol/console.ts';
import { InvitationOffer, LoginWays, PasskeyOptions } from '../../protocol/console-login.ts';
import { MasterData } from '../../protocol/master-data.ts';
import { Problem } from '../../protocol/problem.ts';
import { type Cancellation, type DraftEntry, WaitingOrder, WaitingOrders } from '../../protocol/release.ts';
import { OrderSituation } from '../../protocol/situation.ts';
import { type Faults, faultsOf } from './draft.ts';

const OrderList = z.object({ orders: z.array(OrderSummary) });

/** A refused or failed request; `code` is the problem's, or `platform.unreachable`. */
export class DeskError extends Error {
  readonly code: string;
  readonly status: number;
  readonly faults: Faults;
  constructor(code: string, status = 0, faults: Faults = {}) {
    super(code);
    this.name = 'DeskError';
    this.code = code;
    this.status = status;
    this.faults = faults;
  }
}

const sentences: Record<string, string> = {
  'platform.unreachable': 'プラットフォームにつながりません。入力はそのまま残っています。',
  'request.malformed': '受け付けられない項目があります。印のついた項目を直してください。',
  'official.session':
    'ログインの時間が切れていました。入力はそのまま残っています。もう一度ためしてください。',
  'official.role': 'この操作をする権限がありません。',
  'order.id-used': '前の送信が届いています。「状況」で確かめてから、新しく作ってください。',
  'order.superseded': 'この指示はもう更新されています。新しい指示を更新してください。',
  'order.cancelled': 'この指示はもう取り消されています。',
  'draft.own': '自分で作った指示は承認できません。ほかの担当者が承認してください。',
  'draft.changed': 'ほかの担当者が内容を変えました。新しい内容を確かめてください。',
  'draft.closed': 'この指示はもう処理が終わっています。',
  'master.changed': 'ほかの担当者が先に変えました。新しい内容を確かめてください。',
  'sign-in.refused': 'ログインできませんでした。もう一度ためしてください。',
  'sign-in.invitation': 'この登録リンクは使えません。管理者に新しいリンクを頼んでください。',
  'sign-in.too-many-attempts': '失敗が続きました。10分たってからためしてください。',
};

/** A sentence for officials about a failed request. */
export function sentenceFor(error: unknown): string {
  if (!(error instanceof DeskError)) return '思わぬ問題が起きました。もう一度ためしてください。';
  return sentences[error.code] ?? `受け付けられませんでした(${error.code})。入力はそのまま残っています。`;
}

/** The requests of one town's page. All throw DeskError. */
export class DeskClient {
  readonly base: string;
  constructor(municipality: string) {
    this.base = `/console/towns/${municipality}`;
  }

  async loginWays(): Promise<LoginWays> {
    return LoginWays.parse(await this.ask('/login'));
  }
  async passkeyOptions() {
    return PasskeyOptions.parse(await this.ask('/login/passkey/options', {})).options;
  }
  async openInvitation(token: string): Promise<InvitationOffer> {
    return InvitationOffer.parse(await this.ask('/login/invitation', { token }));
  }
  /** Any of the ways in; the cookie comes with the answer. */
  async signIn(way: string, proof: object): Promise<TownDesk> {
    await this.ask(way, proof);
    return this.desk();
  }
  async signOut(): Promise<void> {
    await this.ask('/session/end', {});
  }
  async desk(): Promise<TownDesk> {
    return TownDesk.parse(await this.ask(''));
  }
  async recipients(): Promise<Recipients> {
    return Recipients.parse(await this.ask('/recipients'));
  }
  async orders(): Promise<OrderSummary[]> {
    return OrderList.parse(await this.ask('/orders')).orders;
  }
  async bulletins(): Promise<TownBulletin[]> {
    return TownBulletins.parse(await this.ask('/bulletins')).bulletins;
  }
  async board(order: string): Promise<OrderBoard> {
    return OrderBoard.parse(await this.ask(`/orders/${order}`));
  }
  async situation(order: string): Promise<OrderSituation> {
    return OrderSituation.parse(await this.ask(`/orders/${order}/situation`));
  }
  async cancel(order: string, why: Cancellation['why']): Promise<void> {
    await this.ask(`/orders/${order}/cancel`, { why });
  }
  async drafts(): Promise<WaitingOrder[]> {
    return WaitingOrders.parse(await this.ask('/drafts')).drafts;
  }
  async keep(entry: DraftEntry): Promise<WaitingOrder> {
    return WaitingOrder.parse(await this.ask('/drafts', entry));
  }
  /** `release`, `override`, `return` or `withdraw`, of the version that was seen. */
  async decide(
    draft: string,
    what: string,
    seen: { version: number; reason?: string },
  ): Promise<WaitingOrder> {
    return WaitingOrder.parse(await this.ask(`/drafts/${draft}/${what}`, seen));
  }
  async master(): Promise<MasterData> {
    return MasterData.parse(await this.ask('/master'));
  }
  async changeMaster(what: string, change: { version: number; entry: object }): Promise<MasterData> {
    return MasterData.parse(await this.ask(`/master/${what}`, change));
  }

  private async ask(path: string, body?: unknown): Promise<unknown> {
    let answer: Response;
    try {
      answer = await fetch(this.base + path, {
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
        cache: 'no-store',
        signal: AbortSignal.timeout(8000),
      });
    } catch {
      throw new DeskError('platform.unreachable');
    }
    const content: unknown = await answer.json().catch(() => undefined);
    if (answer.ok) return content;
    const problem = Problem.safeParse(content);
    if (!problem.success) throw new DeskError('platform.unreachable', answer.status);
    throw new DeskError(problem.data.code, answer.status, faultsOf(problem.data.errors ?? []));
  }
}
