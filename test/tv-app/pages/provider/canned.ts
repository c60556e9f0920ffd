import type { FederationRequest } from '../../../../mock-platform/src/protocol/federation.ts';

/** A login that waits for a card. */
export const request: FederationRequest = {
  id: '99999999-0000-4000-8000-000000000001',
  relyingParty: 'hiyori-portal',
  name: 'ひより健康ポータル',
  number: '42',
  tier: 't1',
  scopes: ['openid', 'name', 'address'],
  sentence:
    '「ひより健康ポータル」に ログインします。\nなまえと じゅうしょを つたえます。\nけんこうの きろくを 見せます。\nいつでも やめられます。',
  expiresAt: '2026-11-20T18:40:00+09:00',
};
