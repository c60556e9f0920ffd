/** Characters that XML 1.0 cannot carry in any form (§2.2), lone surrogates among them. */
const impossible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must go.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const references: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/** Text for element content or a quoted attribute; what XML cannot carry becomes U+FFFD. */
export const escapeXml = (text: string): string =>
  text.replace(impossible, '\ufffd').replace(/[&<>"\r]/g, (character) => references[character] ?? character);
