import type { ColumnType } from 'kysely';
import type { RegisteredBox } from '../server/context.ts';

/** What a whole town's boxes are told. */
export type ChangeType = 'residents-changed' | 'notices-changed';
/** What one box is told. */
export type BoxChangeType = 'requests-changed' | 'watch-over-changed';

export type PublicKey = RegisteredBox['publicKey'];

export interface BoxesTables {
  /** Cable operators: tenants (D6). */
  'boxes.operator': { id: string; name: string };
  'boxes.municipality': { code: string; name: string };
  'boxes.household': {
    id: string;
    operator: string;
    municipality: string;
    district: string;
    /** Label for staff; officials' boards take their names from `town`. */
    name: string | null;
  };
  'boxes.registration_code': {
    /** Keyed hash: eight digits alone would be searched at once. */
    code_hash: string;
    household: string;
    expires_at: Date;
    used_at: Date | null;
  };
  /** Wrong codes of the last minutes. */
  'boxes.failed_registration': { address_hash: string; at: Date };
  'boxes.box': {
    id: string;
    household: string;
    public_key: ColumnType<PublicKey, string, string>;
    blocked: boolean;
    agent_version: string;
    registered_at: Date;
    /** Set when a connection begins: clock of the box minus ours, seconds. */
    clock_error: number | null;
    /** Beginning or end of its latest connection. */
    seen_at: Date | null;
  };
  /** Platform processes that boxes connect to, by the database's clock. */
  'boxes.hub': { id: string; alive_at: Date };
  /** The process that a box is connected to. */
  'boxes.presence': { box: string; hub: string };
  /** How often something that boxes are told of has changed in a municipality. */
  'boxes.change': { municipality: string; type: ChangeType; version: number };
  /** The same for one box, and when by the database's clock. */
  'boxes.box_change': { box: string; type: BoxChangeType; version: number; at: Date };
}
