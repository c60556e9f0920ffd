import qrcode from 'qrcode-generator';

/** Dark (true) and light modules of a code, row by row, without its quiet zone. */
export type QrModules = readonly (readonly boolean[])[];

/**
 * QR code (ISO/IEC 18004) of ASCII text, for instance an address: error correction M, the smallest version that holds it.
 * Throws a `RangeError` for text that is empty, not ASCII or too long for any version.
 */
export function qrModules(content: string): QrModules {
  if (!/^[\x20-\x7e]+$/.test(content)) throw new RangeError('a QR code is made of ASCII text');
  const code = qrcode(0, 'M');
  code.addData(content);
  try {
    code.make();
  } catch {
    throw new RangeError('the text is too long for a QR code');
  }
  const count = code.getModuleCount();
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: count }, (_, column) => code.isDark(row, column)),
  );
}
