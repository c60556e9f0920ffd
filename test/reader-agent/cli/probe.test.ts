import { describe, expect, it } from 'vitest';
import { probeReader } from '../../../reader-agent/src/cli/probe.ts';
import { creditCard, residentCard, testCard, transitCard } from '../../mock-platform/card/fixture.ts';
import { FakeReader } from '../fake-reader.ts';

async function probe(card?: Parameters<FakeReader['lay']>[0]) {
  const reader = new FakeReader();
  if (card !== undefined) reader.lay(card);
  return { found: await probeReader(reader), commands: reader.commands };
}

describe('probe', () => {
  it('tells of a card what it tells without a PIN', async () => {
    const { found } = await probe(await testCard());
    expect(found).toEqual({
      usable: true,
      kind: 'individual-number-card',
      code: null,
      generation: 'current',
      certificate: {
        notBefore: '2025-01-01T00:00:00.000Z',
        notAfter: '2035-01-01T00:00:00.000Z',
        valid: true,
        issuer: 'C=JP, O=Test cards, OU=JPKI for user authentication',
        authority: {
          notBefore: '2025-01-01T00:00:00.000Z',
          notAfter: '2035-01-01T00:00:00.000Z',
          issued: true,
        },
      },
      signatureCertificate: true,
      triesLeft: { authentication: 3, signature: 5 },
    });
  });

  it('knows a card of the next generation', async () => {
    const { found } = await probe(await testCard({ generation: 'next' }));
    expect(found).toMatchObject({
      usable: true,
      generation: 'next',
      certificate: { authority: { issued: true } },
    });
  });

  it('never gives a PIN to the card, opens no key, and tells nothing of the holder', async () => {
    const card = await testCard();
    const { found, commands } = await probe(card);
    // VERIFY without data only asks how many tries are left.
    expect(commands.filter((command) => /^..20/.test(command))).toEqual(['00200080', '00200080']);
    expect(commands.every((command) => /^00(a4|b0|20)/.test(command))).toBe(true);
    expect(JSON.stringify(found)).not.toMatch(/4A2B|AB99001900/i);
  });

  it('knows a child’s card, and a blocked PIN', async () => {
    const { pins, signature, ...card } = await testCard();
    const blocked = { ...pins!.authentication, triesLeft: 0 };
    const { found } = await probe({ ...card, pins: { authentication: blocked, birthDate: pins!.birthDate } });
    expect(signature).toBeDefined();
    expect(found).toMatchObject({
      usable: true,
      signatureCertificate: false,
      triesLeft: { authentication: 0, signature: null },
    });
  });

  it.each([
    [residentCard, 'resident-card', 'card.resident-card'],
    [transitCard, 'other', 'card.other'],
    [creditCard, 'other', 'card.other'],
    [undefined, 'none', 'card.removed'],
  ] as const)('names what cannot log in: %#', async (card, kind, code) => {
    expect((await probe(card)).found).toMatchObject({ usable: false, kind, code, certificate: null });
  });
});
