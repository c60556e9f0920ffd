import * as z from 'zod/mini';
import { Officials, OrderBoard, type OrderDraft, OrderSummary, TownDesk } from '../../protocol/console.ts';
import { Problem } from '../../protocol/problem.ts';
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

/** A sentence for officials about a failed request. */
export function sentenceFor(error: unknown): string {
  if (!(error instanceof DeskError)) return '思わぬ問題が起きました。もう一度ためしてください。';
  switch (error.code) {
    case 'platform.unreachable':
      return 'プラットフォームにつながりません。入力はそのまま残っています。';
    case 'request.malformed':
      return '受け付けられない項目があります。印のついた項目を直してください。';
    case 'official.session':
      return 'ログインの時間が切れていました。入力はそのまま残っています。もう一度ためしてください。';
    case 'order.id-used':
      return '前の送信が届いています。「状況」で確かめてから、新しく作ってください。';
    default:
      return `受け付けられませんでした(${error.code})。入力はそのまま残っています。`;
  }
}

/** The requests of one town's page. All throw DeskError. */
export class DeskClient {
  private readonly base: string;
  constructor(municipality: string) {
    this.base = `/console/towns/${municipality}`;
  }

  async officials() {
    return Officials.parse(await this.ask('/officials')).officials;
  }
  async signIn(official: string): Promise<TownDesk> {
    return TownDesk.parse(await this.ask('/session', { official }));
  }
  async desk(): Promise<TownDesk> {
    return TownDesk.parse(await this.ask(''));
  }
  async orders(): Promise<OrderSummary[]> {
    return OrderList.parse(await this.ask('/orders')).orders;
  }
  async board(order: string): Promise<OrderBoard> {
    return OrderBoard.parse(await this.ask(`/orders/${order}`));
  }
  async send(draft: OrderDraft): Promise<void> {
    await this.ask('/orders', draft);
  }
  async cancel(order: string): Promise<void> {
    await this.ask(`/orders/${order}/cancel`, {});
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
