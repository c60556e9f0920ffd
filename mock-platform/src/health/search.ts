import { PlatformError } from '../server/platform-error.ts';

/** What a search of one kind of record may ask. */
export interface RecordSearch {
  /** Category codes, with their system or without, any of them; empty for all. */
  categories: string[];
  /** Codes as `system|code`, any of them; empty for all. */
  codes: string[];
  count: number;
  newestFirst: boolean;
}

const defaultCount = 100;
const maxCount = 500;
const maxAlternatives = 20;
const categoryPattern = /^(?:[^\s|,$\\']{1,120}\|)?[A-Za-z0-9-]{1,40}$/;
const codePattern = /^[^\s|,$\\]{1,100}\|[^\s|,$\\]{1,40}$/;

/** FHIR's token search: alternatives are separated by commas. */
function alternativesOf(text: string, pattern: RegExp): string[] | undefined {
  const parts = text.split(',');
  return parts.length <= maxAlternatives && parts.every((part) => pattern.test(part)) ? parts : undefined;
}

/**
 * Reads the query strictly: every parameter is known, occurs once and is well-formed.
 * @throws PlatformError `request.malformed` naming each faulty parameter
 */
export function readSearch(query: Readonly<Record<string, unknown>>): RecordSearch {
  const search: RecordSearch = { categories: [], codes: [], count: defaultCount, newestFirst: true };
  const faults: { path: string; message: string }[] = [];
  for (const [name, value] of Object.entries(query)) {
    const refuse = (message: string) => faults.push({ path: `/query/${name.slice(0, 60)}`, message });
    if (typeof value !== 'string') {
      refuse('must occur once');
      continue;
    }
    switch (name) {
      case 'category': {
        const categories = alternativesOf(value, categoryPattern);
        if (categories === undefined) refuse('must be category codes separated by commas');
        else search.categories = categories;
        break;
      }
      case 'code': {
        const codes = alternativesOf(value, codePattern);
        if (codes === undefined) refuse('must be system|code, separated by commas');
        else search.codes = codes;
        break;
      }
      case '_count':
        if (!/^[1-9]\d{0,3}$/.test(value) || Number(value) > maxCount) {
          refuse(`must be a whole number from 1 to ${maxCount}`);
        } else search.count = Number(value);
        break;
      case '_sort':
        if (value !== 'date' && value !== '-date') refuse('must be date or -date');
        else search.newestFirst = value === '-date';
        break;
      default:
        refuse('is not known');
    }
  }
  if (faults.length > 0) throw new PlatformError(400, 'request.malformed', undefined, faults);
  return search;
}
