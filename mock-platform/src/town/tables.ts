export interface TownTables {
  'town.town': { code: string; name: string };
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
  };
}
