import type { ColumnType, Generated } from 'kysely';
import type { MasterKind } from '../protocol/master-data.ts';

/** Kilometres east and north of the town hall. */
export type Point = [east: number, north: number];

export type Line = Point[];

export interface Scenery {
  kind: 'river' | 'sea';
  points: Line;
}

export interface TownTables {
  'town.town': { code: string; name: string; scenery: ColumnType<Scenery[], string | undefined, string> };
  'town.district': {
    municipality: string;
    code: string;
    name: string;
    /** Households in the resident register, with or without a box. */
    households: number;
    /** Kilometres from the town hall. */
    east: number;
    north: number;
    position: number;
    /** Closed line on the map; null: not on it. */
    outline: ColumnType<Line | null, string | null | undefined, never>;
  };
  'town.household': {
    /** Pairwise id of the sector `town`. */
    household: string;
    municipality: string;
    district: string;
    name: string;
  };
  'town.resident': {
    /** Pairwise subject of the sector `town`. */
    subject: string;
    household: string;
    call_name: string;
    full_name: string;
    /** On the list of those who need help to evacuate (避難行動要支援者). */
    support_needed: boolean;
    position: number;
  };
  /** Residents' roll (住民基本台帳). */
  'town.roll': {
    municipality: string;
    id: string;
    full_name: string;
    call_name: string;
    address: string;
    /** `YYYY-MM-DD`. */
    birth_date: string;
    gender: string;
    district: string;
    support_needed: boolean;
  };
  /** A resident at a further household's television. */
  'town.also_at': { subject: string; household: string };
  /** Change notices that were taken, by the `jti` of their token. */
  'town.change_notice': {
    id: string;
    municipality: string;
    outcome: 'entered' | 'not-on-roll';
    at: Date;
  };
  'town.supporter': { resident: string; name: string; role: string };
  'town.shelter': {
    municipality: string;
    id: string;
    name: string;
    reading: string;
    /** Name with readings, as orders say it. */
    marked: string;
    district: string;
    capacity: number;
    note: string;
    english: ColumnType<string, string | undefined, string>;
    address: ColumnType<string, string | undefined, string>;
  };
  /** The town's own sentences for orders. */
  'town.template': {
    municipality: string;
    hazard: string;
    place: 'way' | 'inside';
    sentence: string;
    plain: string;
    en: string;
  };
  /** Every change of master data; versions count from 1, the import is version 0. */
  'town.master_change': {
    municipality: string;
    kind: MasterKind;
    key: string;
    version: number;
    at: Date;
    by_id: string;
    by_name: string;
    content: ColumnType<unknown, string, never>;
    number: Generated<number>;
  };
}
