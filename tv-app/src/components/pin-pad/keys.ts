import type { PinEntry } from '../../../../reader-agent/src/protocol/local.ts';

/** What a cell of the pad does. */
export type PadAction = 'erase' | 'erase-all' | 'submit';

export interface PadCell {
  /** The key that it types, or what else it does. */
  key?: string;
  action?: PadAction;
  /** Columns that it covers. */
  span: number;
}

export interface PadPlan {
  columns: number;
  gap: number;
  keySize: number;
  actionSize: number;
  rows: readonly (readonly PadCell[])[];
}

const keys = (characters: string): PadCell[] => [...characters].map((key) => ({ key, span: 1 }));

/**
 * Keys of the two PINs. Four digits: as on a telephone and a remote control. Letters and digits: the alphabet in its order, so that
 * nobody has to know a keyboard, then the digits.
 */
export const padPlans: Record<PinEntry['kind'], PadPlan> = {
  authentication: {
    columns: 3,
    gap: 32,
    keySize: 88,
    actionSize: 52,
    rows: [
      keys('123'),
      keys('456'),
      keys('789'),
      [{ action: 'erase', span: 1 }, ...keys('0'), { action: 'submit', span: 1 }],
    ],
  },
  signature: {
    columns: 7,
    gap: 21,
    keySize: 60,
    actionSize: 44,
    rows: [
      keys('ABCDEFG'),
      keys('HIJKLMN'),
      keys('OPQRSTU'),
      [...keys('VWXYZ'), { action: 'erase', span: 2 }],
      keys('1234567'),
      [...keys('890'), { action: 'erase-all', span: 2 }, { action: 'submit', span: 2 }],
    ],
  },
};
