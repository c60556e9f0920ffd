/**
 * EF 0006: a PKCS#11 CK_TOKEN_INFO of 160 bytes. Only the label (first 32 bytes, padded with spaces) tells tokens apart;
 * the numbers behind the texts stay zero.
 */
export function tokenInformation(label: string): Uint8Array {
  const content = Buffer.alloc(160);
  content.write(label.padEnd(32), 0, 'latin1');
  content.write('JPKI'.padEnd(32), 32, 'latin1');
  content.write('JPKI'.padEnd(16), 64, 'latin1');
  content.write(''.padEnd(16), 80, 'latin1');
  return content;
}
