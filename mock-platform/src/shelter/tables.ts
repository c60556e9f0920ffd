import type { ShelterOutcome, Stay } from '../protocol/shelter.ts';

export interface ShelterTables {
  /** Boxes that stand at a shelter's reception, by the pairwise household (sector `town`) that they are registered to. */
  'shelter.reception': { household: string; municipality: string; shelter: string };
  'shelter.entry': {
    box: string;
    id: string;
    municipality: string;
    shelter: string;
    kind: 'card' | 'named' | 'left';
    event: 'in' | 'out';
    stay: Stay;
    /** Whom it is about: subject of the sector `town`, or the entry of somebody without a card; null: nobody known. */
    person: string | null;
    /** Of somebody without a card. */
    name: string | null;
    outcome: ShelterOutcome;
    /** With `moved`: where the person was. */
    moved_from: string | null;
    /** As the reception's clock said, but not after it was stored. */
    at: Date;
    stored_at: Date;
    /** Nobody has yet said whether the card was revoked. */
    unconfirmed: boolean;
    doubtful: boolean;
  };
  /** Whose household may see where they are. */
  'shelter.consent': { subject: string; family: boolean; at: Date };
}
