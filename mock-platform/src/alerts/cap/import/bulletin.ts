import type { MessageStatus } from '../status.ts';

export type BulletinSource = 'cap' | 'jma' | 'l-alert';

/** A message of somebody else as the town's board shows it; it never reaches a television (D8). */
export interface Bulletin {
  source: BulletinSource;
  /** Who sent it, as the message says. */
  sender: string;
  /** Name of this very message, worldwide within its source. */
  key: string;
  /** Messages of one series follow each other: of them the highest revision counts. */
  series: string;
  revision: number;
  action: 'issue' | 'update' | 'cancel';
  status: MessageStatus;
  title: string;
  text: string;
  /** 警戒レベル 1–5, where the message says it. */
  level: number | null;
  /** Municipalities it names (six digits); empty when it names none. */
  municipalities: string[];
  /** Prefectures it names (two digits). */
  prefectures: string[];
  /** Keys of messages that it ends. */
  ends: string[];
  issuedAt: Date;
  expiresAt: Date | null;
  /** Signed by a key that the town knows; anything else is shown as 未確認. */
  verified: boolean;
}

/** Why a message was not taken; nothing of it is kept. */
export type ImportFaultCode =
  | 'import.hostile'
  | 'import.unreadable'
  | 'import.invalid'
  | 'import.not-recognised'
  | 'import.private';

export interface ImportFault {
  code: ImportFaultCode;
  /** Where in the message. */
  path: string;
  message: string;
}

/** What was in an answer: bulletins, and what had to be left. */
export interface Imported {
  bulletins: Bulletin[];
  faults: ImportFault[];
}

export const mostBulletins = 500;
const longestTitle = 200;
const longestText = 4000;

/** Text of others, cut to a length that a board can show; control characters become blanks. */
export const shown = (text: string, longest = longestText): string =>
  text
    .replace(/[^\S\n]+/g, ' ')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not reach a page or the database.
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ')
    .trim()
    .slice(0, longest);

export const shownTitle = (text: string): string => shown(text.replace(/\s+/g, ' '), longestTitle);
