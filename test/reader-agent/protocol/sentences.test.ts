import { describe, expect, it } from 'vitest';
import { refusalCodes } from '../../../mock-platform/src/protocol/refusals.ts';
import { failures } from '../../../reader-agent/src/protocol/failures.ts';
import { sentenceOf, sentences } from '../../../reader-agent/src/protocol/sentences.ts';

const all = Object.entries(sentences);
const partsOf = (text: string): string[] => text.match(/[^。！？]+[。！？]/g) ?? [];

describe('The sentences for a code', () => {
  it('exist for every code of the agent and every refusal of a login', () => {
    for (const code of [...Object.keys(failures), ...refusalCodes]) {
      expect(Object.keys(sentences)).toContain(code);
    }
    expect(sentenceOf('no.such-code')).toEqual(sentences['platform.failed']);
  });

  it.each(all)('are short and whole in both kinds of Japanese: %s', (_code, { ja, plain }) => {
    for (const text of [ja, plain]) {
      const parts = partsOf(text);
      expect(parts.join('')).toBe(text);
      expect(parts.length).toBeLessThanOrEqual(3);
      for (const part of parts) expect([...part.trim()].length).toBeLessThanOrEqual(25);
    }
    expect(ja).not.toMatch(/[ 　]/);
    // Plain Japanese: few kanji, never three in a row but for words that stand on the card or the house.
    expect(plain.replace(/暗証番号/g, '')).not.toMatch(/\p{Script=Han}{3}/u);
  });

  it.each(all)('blame nobody, and in English are sentences: %s', (_code, { ja, plain, en }) => {
    expect(ja + plain).not.toMatch(/間違え|まちがえ|あなた|不正|エラー|失敗/);
    expect(en).toMatch(/^[A-Z][^:]*\.$/);
    expect(en).not.toMatch(/\b(error|invalid|failed|illegal|wrong|your fault)\b/i);
  });

  it('speak of a PIN that was not right for that one code alone', () => {
    const told = all.filter(([, { ja, plain, en }]) =>
      /番号が(違|ちが)|番号が ちが|PIN was not right/.test(ja + plain + en),
    );
    expect(told.map(([code]) => code)).toEqual(['pin.wrong']);
  });
});
