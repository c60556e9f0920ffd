import * as client from 'openid-client';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import type { FederationRequest } from '../../../mock-platform/src/protocol/federation.ts';
import type { Answer, TestBox } from './box.ts';
import { type Page, Phone } from './phone.ts';
import type { SampleRelyingParty } from './sample-relying-party.ts';
import { boxGet, loginWith } from './tap.ts';

type Kind = Parameters<typeof loginWith>[2];

export interface LoginElsewhere {
  phone?: Phone;
  /** What the browser is sent with. */
  asked?: Record<string, string>;
}

/** What a television does with logins at service providers. */
export class Television {
  constructor(readonly box: TestBox) {}

  async showNumber(): Promise<string> {
    return (await this.box.post('/identity/requests/codes', {})).body.code;
  }

  async waiting(): Promise<FederationRequest[]> {
    return JSON.parse((await boxGet(this.box, '/identity/requests')).text).requests;
  }

  /** The phone names the television; the television shows the request. */
  async reach(page: Page, phone: Phone): Promise<{ waiting: Page; request: FederationRequest }> {
    const waiting = await phone.submit(page, { television: await this.showNumber() });
    const [request] = await this.waiting();
    return { waiting, request: request! };
  }

  /** Result of a fresh login, for the platform itself. */
  async lay(card: IssuedCard, kind: Kind = 'surface-authentication'): Promise<string> {
    return (await loginWith(this.box, card, kind, { service: 'identity' })).body.result;
  }

  async approve(request: { id: string }, card: IssuedCard, consent = true, kind?: Kind): Promise<Answer> {
    const result = await this.lay(card, kind);
    return this.box.post(`/identity/requests/${request.id}/approve`, { result, consent });
  }

  deny(request: { id: string }): Promise<Answer> {
    return this.box.post(`/identity/requests/${request.id}/deny`, {});
  }

  /** A whole login up to the moment when the browser is back at the service provider. */
  async approved(party: SampleRelyingParty, card: IssuedCard, { phone, asked }: LoginElsewhere = {}) {
    const browser = phone ?? new Phone(this.box.url);
    const { url, checks } = await party.login(asked);
    const { waiting, request } = await this.reach(await browser.open(url), browser);
    const { status, body } = await this.approve(request, card);
    if (status !== 204) throw new Error(JSON.stringify(body));
    return { back: (await browser.open(waiting.url)).url, checks };
  }

  /** A whole login at a service provider; gives what the provider learns. */
  async logIn(party: SampleRelyingParty, card: IssuedCard, options?: LoginElsewhere) {
    const { back, checks } = await this.approved(party, card, options);
    const tokens = await client.authorizationCodeGrant(party.config, back, checks);
    return { tokens, claims: tokens.claims()! };
  }

  /** The card is taken: whose, or everybody's. @returns how many logins elsewhere ended */
  async cardTaken(resident?: string): Promise<number> {
    const whose = resident === undefined ? {} : { resident };
    return (await this.box.post('/identity/sessions/end', { reason: 'card-removed', ...whose })).body.ended;
  }
}
