import type { ProblemCode } from '../src/protocol/problem-codes.ts';
import type { RefusalCode } from '../src/protocol/refusals.ts';

/** Who may call an endpoint. */
export type CallerKind = 'anybody' | 'box' | 'box-itself' | 'person' | 'official' | 'client';

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
  official: {
    name: 'official',
    shows: 'the cookie `chanoma-console` of this very town; to change something also an `Origin` of our own',
    refused: ['official.session', 'request.origin'],
  },
  client: {
    name: 'box as client',
    shows: '`private_key_jwt` (RFC 7523, ES256 by the box key) and a DPoP proof by the same key',
    refused: [],
  },
};

export interface Endpoint {
  method: 'GET' | 'POST' | 'WebSocket';
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
