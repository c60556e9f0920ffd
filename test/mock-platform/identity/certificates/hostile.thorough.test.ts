import { describe, it } from 'vitest';
import { changeOctets, signNonsense } from './hostile-changes.ts';

describe('Hostile certificates and lists, at length', () => {
  it('get a stable code when octets are changed', { timeout: 600_000 }, () => changeOctets(10_000));

  it('get a stable code when their authority itself signs nonsense', { timeout: 600_000 }, () =>
    signNonsense(10_000),
  );
});
