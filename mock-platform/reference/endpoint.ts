import type { ProblemCode } from '../src/protocol/problem-codes.ts';
import type { RefusalCode } from '../src/protocol/refusals.ts';

/** Who may call an endpoint. */
export type CallerKind =
  | 'anybody'
  | 'box'
  | 'box-itself'
  | 'person'
  | 'official'
  | 'welfare-officer'
  | 'client'
  | 'verifier'
  | 'staff'
  | 'service-provider'
  | 'health-provider'
  | 'monitor';

/** What each kind of caller shows, and what it hears otherwise. */
export const callers: Record<CallerKind, { name: string; shows: string; refused: readonly ProblemCode[] }> = {
  anybody: { name: 'anybody', shows: 'nothing', refused: [] },
  box: {
    name: 'box',
    shows: 'an access token for this service, the box’s own or a person’s, with a DPoP proof',
    refused: ['token.missing', 'token.invalid', 'token.expired', 'token.proof', 'token.audience'],
  },
  'box-itself': {
    name: 'box itself',
    shows: 'the box’s own access token for this service with a DPoP proof; a person’s is refused',
    refused: [
      'token.missing',
      'token.invalid',
      'token.expired',
      'token.proof',
      'token.audience',
      'token.tier',
    ],
  },
  person: {
    name: 'person',
    shows: 'a person’s access token for this service, of the tier that the policy asks, with a DPoP proof',
    refused: [
      'token.missing',
      'token.invalid',
      'token.expired',
      'token.proof',
      'token.audience',
      'token.tier',
    ],
  },
  staff: {
    name: 'staff',
    shows:
      'a token of a member of a cable operator’s staff (`Authorization: Bearer …`); sees what is of that operator alone',
    refused: ['staff.token'],
  },
  official: {
    name: 'official',
    shows: 'the cookie `chanoma-console` of this very town; to change something also an `Origin` of our own',
    refused: ['official.session', 'request.origin'],
  },
  'welfare-officer': {
    name: 'welfare officer',
    shows:
      'the cookie `chanoma-console` of this very town’s welfare officers; sees those alone who named them',
    refused: ['official.session'],
  },
  'service-provider': {
    name: 'service provider',
    shows:
      '`private_key_jwt` by its own key to the OpenID provider; elsewhere the token it got there by client credentials for `urn:chanoma:signals` (`Authorization: Bearer …`); under a contract that is in force',
    refused: ['token.missing', 'token.invalid', 'token.expired', 'contract.ended', 'contract.not-begun'],
  },
  'health-provider': {
    name: 'health institution',
    shows: 'the token that `npm run health -- provider` printed (`Authorization: Bearer …`)',
    refused: ['health.provider'],
  },
  client: {
    name: 'box as client',
    shows: '`private_key_jwt` (RFC 7523, ES256 by the box key) and a DPoP proof by the same key',
    refused: [],
  },
  monitor: {
    name: 'monitoring',
    shows: '`Authorization: Bearer …` with the secret `metrics-token` of the installation’s key folder',
    refused: ['monitor.token'],
  },
  verifier: {
    name: 'approved verifier',
    shows:
      '`Authorization: Bearer …` with the secret `certification-verifier` of the installation’s key folder',
    refused: ['verifier.unknown'],
  },
};

export interface Endpoint {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'WebSocket';
  path: string;
  caller: CallerKind;
  what: string;
  request?: string;
  /** Statuses and what comes with each; schemas as code. */
  answer: string;
  /** Refusals of its own, beside those of its kind of caller and those of every endpoint. */
  refusals?: readonly (ProblemCode | RefusalCode)[];
}

export interface EndpointGroup {
  title: string;
  endpoints: readonly Endpoint[];
}
