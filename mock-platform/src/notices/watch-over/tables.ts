import type { ColumnType } from 'kysely';
import type { Tier } from '../../protocol/basics.ts';
import type { WatchOverChoice, WatchOverName, WatchOverQuestion } from '../../protocol/watch-over.ts';

export interface WatchOverTables {
  /** Residents who have agreed, as the sector `town` knows them. */
  'notices.watch': {
    resident: string;
    municipality: string;
    /** Pairwise id of the sector `town`. */
    household: string;
    recipients: ColumnType<WatchOverName[], string, string>;
    agreed_at: Date;
    /** How strongly the agreement was proven. */
    tier: Tier;
  };
  'notices.watch_absence': { id: string; resident: string; first_day: string; last_day: string };
  'notices.watch_question': {
    id: string;
    resident: string;
    municipality: string;
    household: string;
    /** In Japan, `YYYY-MM-DD`. */
    day: string;
    body: ColumnType<WatchOverQuestion, string, never>;
    asked_at: Date;
    expires_at: Date;
  };
  'notices.watch_answer': {
    box: string;
    id: string;
    question: string;
    resident: string;
    choice: WatchOverChoice;
    tier: Tier;
    /** As the box's clock said, but not after it was stored. */
    at: Date;
    stored_at: Date;
    /** The signed statement: evidence. */
    statement: string;
  };
  'notices.watch_report': {
    id: string;
    resident: string;
    municipality: string;
    kind: 'answer' | 'silence';
    choice: WatchOverChoice | null;
    hours: number | null;
    connected: boolean | null;
    recipients: ColumnType<WatchOverName[], string, never>;
    /** What it is about, so that no process reports it twice: the answer, or the question and the hours. */
    about: string;
    at: Date;
    outcome: 'answered' | 'well' | 'help' | null;
    closed_at: Date | null;
    closed_by: string | null;
  };
  /** Which of the town's supporters an official is. */
  'notices.welfare_officer': { municipality: string; official: string; name: string };
}
