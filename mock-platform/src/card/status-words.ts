/** Status words of the simulated card (ISO/IEC 7816-4 §5.6; the choice among them follows what real cards answer). */
export const statusWords = {
  done: 0x9000,
  wrongLength: 0x6700,
  channelsNotSupported: 0x6881,
  secureMessagingNotSupported: 0x6882,
  wrongFileType: 0x6981,
  securityStatusNotSatisfied: 0x6982,
  /** JICSAP: the reference (PIN) is blocked. */
  blocked: 0x6984,
  conditionsNotSatisfied: 0x6985,
  noCurrentFile: 0x6986,
  wrongData: 0x6a80,
  fileNotFound: 0x6a82,
  recordNotFound: 0x6a83,
  wrongParameters: 0x6a86,
  wrongOffset: 0x6b00,
  unknownInstruction: 0x6d00,
  unknownClass: 0x6e00,
  technicalProblem: 0x6f00,
} as const;

/** `63Cx`: not verified, x tries left (x at most 15). */
export function triesLeftWord(tries: number): number {
  return 0x63c0 | Math.min(tries, 15);
}
