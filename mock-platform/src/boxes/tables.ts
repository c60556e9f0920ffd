import type { ColumnType } from 'kysely';
import type { RegisteredBox } from '../server/context.ts';

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
  'boxes.box': {
    id: string;
    household: string;
    public_key: ColumnType<PublicKey, string, string>;
    blocked: boolean;
    agent_version: string;
    registered_at: Date;
    /** Set while connected and at the end of a connection: clock of the box minus ours, seconds. */
    clock_error: number | null;
    seen_at: Date | null;
  };
}
