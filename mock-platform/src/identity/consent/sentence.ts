import type { RelyingPartyEntry, RelyingPartyScope } from '../../protocol/relying-parties.ts';

const facts: Partial<Record<RelyingPartyScope, string>> = {
  name: 'なまえ',
  address: 'じゅうしょ',
  birthdate: 'うまれた ひ',
  gender: 'せいべつ',
};

/** Names of the facts among the scopes, for the television. */
export const factWords = (scopes: readonly RelyingPartyScope[]): string[] =>
  scopes.flatMap((scope) => facts[scope] ?? []);

/** What a person agrees to, in words for the television: one short sentence per line. */
export function consentSentence(
  { name, purpose }: Pick<RelyingPartyEntry, 'name' | 'purpose'>,
  scopes: readonly RelyingPartyScope[],
): string {
  const told = factWords(scopes);
  return [
    `「${name}」に ログインします。`,
    ...(told.length > 0 ? [`${told.join('と ')}を つたえます。`] : []),
    ...(scopes.includes('changes') ? ['カードや じゅうしょが かわると しらせます。'] : []),
    ...(purpose ? [purpose] : []),
    'いつでも やめられます。',
  ].join('\n');
}
