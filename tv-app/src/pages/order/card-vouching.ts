import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';
import type { Television } from '../../app/television.ts';
import type { Box } from '../../clients/box.ts';
import type { OrderView } from './order-view.ts';
import type { CardState } from './outcome.ts';

/** Views on which a card that is laid counts. */
const listening: readonly OrderView['kind'][] = ['asking', 'whose', 'sending', 'told'];

/**
 * A card laid while an order is on the screen signs its holder in without a PIN; the agent then vouches for the holder's
 * answer with the card's tier. The answer that was given by a key stands whatever becomes of the card.
 */
export class CardVouching {
  /** The login that was started here, while it is under way. */
  #login: string | undefined;
  #asked = false;
  #unread = false;

  constructor(private readonly tv: Television) {}

  /** Who of the order's residents is signed in. */
  holderOf(shown: ShownOrder): string | undefined {
    const resident = this.tv.box.current.session?.resident;
    return shown.residents.some(({ subject }) => subject === resident) ? resident : undefined;
  }

  stateFor(view: OrderView): CardState {
    if (view.kind !== 'told' || view.shown.order.status === 'drill' || view.confirmed !== null) return 'none';
    const { platform, reader, connection, session } = this.tv.box.current;
    if (this.#unread) return 'unread';
    if (this.#login !== undefined || this.#asked) return 'reading';
    const possible = platform === 'online' && connection === 'open' && reader.state === 'ready' && !session;
    return possible ? 'wanted' : 'none';
  }

  /** Starts reading a card that lies there, and sees how it ends. */
  follow(view: OrderView, box: Box): void {
    const { login, reader, session, platform, connection } = box;
    if (!reader.card) this.#unread = false;
    if (this.#login !== undefined && login?.login === this.#login) {
      if (login.phase === 'refused' || login.phase === 'cancelled') {
        this.#login = undefined;
        this.#unread = reader.card;
      } else if (login.phase === 'done') this.#login = undefined;
    }
    if (!listening.includes(view.kind)) {
      this.#giveUp();
      return;
    }
    const busy = this.#asked || this.#login !== undefined || (login !== null && !over(login.phase));
    const possible = reader.card && !session && platform === 'online' && connection === 'open';
    if (!possible || busy || this.#unread) return;
    this.#asked = true;
    this.tv.agent.call('login.start', { service: 'town', tier: 't1' }).then(
      ({ login: id }) => {
        this.#asked = false;
        this.#login = id;
        this.follow(view, this.tv.box.current);
      },
      () => {
        this.#asked = false;
        this.#unread = true;
      },
    );
  }

  /** Nobody waits for the card any more. */
  #giveUp(): void {
    const login = this.#login;
    this.#login = undefined;
    this.#unread = false;
    if (login !== undefined) this.tv.agent.call('login.cancel', { login }).catch(() => {});
  }
}

const over = (phase: string): boolean => ['done', 'refused', 'cancelled'].includes(phase);
