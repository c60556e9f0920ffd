import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integer, octetString, oid, sequence } from '../../../mock-platform/src/certification/der.ts';
import { DerError, readDer } from '../../../mock-platform/src/identity/der/reader.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

function fault(read: () => unknown): string {
  try {
    read();
    return 'none';
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return error.fault;
  }
}

describe('The DER reader refuses', () => {
  it.each([
    ['an indefinite length', '30 80 00 00', 'length'],
    ['a length that could be shorter', '04 81 01 00', 'length'],
    ['a length with leading zeros', '04 82 00 80', 'length'],
    ['content that is cut off', '04 05 00', 'truncated'],
    ['bytes after the end', '05 00 00', 'trailing'],
    ['long tags', '1f 81 00 00', 'tag'],
    ['nothing at all', '', 'truncated'],
  ])('%s', (_name, hex, expected) => {
    expect(fault(() => readDer(bytes(hex)))).toBe(expected);
  });

  it.each([
    ['an empty integer', '02 00', 'unsigned'],
    ['a padded integer', '02 02 00 01', 'unsigned'],
    ['a negative integer', '02 01 80', 'unsigned'],
    ['a boolean of 1', '01 01 01', 'boolean'],
    ['a padded object identifier', '06 03 2a 80 01', 'oid'],
    ['an unfinished object identifier', '06 02 2a 80', 'oid'],
    ['unused bits that are set', '03 02 01 01', 'bits'],
    ['too many unused bits', '03 02 08 00', 'bits'],
  ] as const)('%s', (_name, hex, read) => {
    expect(fault(() => readDer(bytes(hex))[read]())).toBe('value');
  });

  it.each(['991301000000Z', '260230000000Z', '261120000060Z', '2611200000Z', '261120000000+0900'])(
    'the time %s',
    (text) => {
      const element = Buffer.concat([Buffer.from([0x17, text.length]), Buffer.from(text)]);
      expect(fault(() => readDer(element).time())).toBe('value');
    },
  );

  it('structures nested without end', () => {
    let nested: Buffer = sequence();
    for (let depth = 0; depth < 40; depth += 1) nested = sequence(nested);
    const descend = () => {
      let element = readDer(nested);
      for (;;) element = element.items().next();
    };
    expect(fault(descend)).toBe('depth');
  });
});

describe('What the certification service writes, identity reads', () => {
  it('object identifiers', () => {
    const arc = fc.nat({ max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(
        fc.nat({ max: 2 }),
        fc.nat({ max: 39 }),
        fc.array(arc, { minLength: 1, maxLength: 8 }),
        (a, b, rest) => {
          const dotted = [a, b, ...rest].join('.');
          expect(readDer(oid(dotted)).oid()).toBe(dotted);
        },
      ),
    );
  });

  it('numbers of any length', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 160n }), (value) => {
        const hex = value.toString(16);
        expect(readDer(integer(hex.padStart(hex.length + (hex.length % 2), '0'))).unsigned()).toBe(hex);
      }),
    );
  });

  it('contents of any length', () => {
    fc.assert(
      fc.property(fc.nat({ max: 70_000 }), (length) => {
        const content = Buffer.alloc(length, 7);
        expect(readDer(octetString(content)).content.equals(content)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('Random bytes', () => {
  it('cause no other error than the reader’s own', () => {
    const walk = (element: ReturnType<typeof readDer>): void => {
      for (const read of ['unsigned', 'boolean', 'oid', 'bits', 'time'] as const)
        fault(() => element[read]());
      fault(() => [...element.items().rest()].forEach(walk));
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (input) => void fault(() => walk(readDer(input)))),
      {
        numRuns: 500,
      },
    );
  });
});
