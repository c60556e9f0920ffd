/** What a scope lets its holder do: create, read, update, delete, search (SMART App Launch 2.2, §3.0.2). */
export type Right = 'c' | 'r' | 'u' | 'd' | 's';

/** Of which records of a kind: every condition must hold, one of the values of each suffices. */
export interface ScopeFilter {
  category?: readonly string[];
  code?: readonly string[];
}

export interface Scope {
  /** A FHIR type, or `*`. */
  type: string;
  rights: ReadonlySet<Right>;
  filter: ScopeFilter;
}

/** What the television shows and takes of its own viewer: a token that the box got for a card carries no scope of its own. */
export const televisionScopes = 'patient/*.rs patient/Observation.c?category=vital-signs';

const grammar = /^patient\/(\*|[A-Z][A-Za-z]{1,40})\.(c?r?u?d?s?|read|write|\*)(?:\?(\S+))?$/;
const versionOne: Record<string, string> = { read: 'rs', write: 'cud', '*': 'cruds' };
const value = /^[^\s,$\\]{1,150}$/;

function filterOf(query: string | undefined): ScopeFilter | undefined {
  const filter: { category?: string[]; code?: string[] } = {};
  for (const [name, text] of new URLSearchParams(query ?? '')) {
    const values = text.split(',');
    if ((name !== 'category' && name !== 'code') || filter[name] || !values.every((part) => value.test(part)))
      return undefined;
    filter[name] = values;
  }
  return filter;
}

/**
 * Scopes of the form `patient/TYPE.cruds?category=…&code=…`, also in the words of SMART 1 (`patient/TYPE.read`). What does
 * not read as one, or narrows by something that this store cannot narrow by, grants nothing.
 */
export function parseScopes(text: string): Scope[] {
  return text.split(/\s+/).flatMap((word) => {
    const [, type, letters, query] = grammar.exec(word) ?? [];
    const filter = type === undefined ? undefined : filterOf(query);
    if (type === undefined || !letters || filter === undefined) return [];
    const rights = new Set((versionOne[letters] ?? letters).split('') as Right[]);
    return [{ type, rights, filter }];
  });
}

/** Filters of the scopes that grant a right on a kind, any of which suffices; none means that it is forbidden. */
export const grantsFor = (scopes: readonly Scope[], type: string, right: Right): ScopeFilter[] =>
  scopes
    .filter((scope) => (scope.type === '*' || scope.type === type) && scope.rights.has(right))
    .map(({ filter }) => filter);

const anyOf = (wanted: readonly string[] | undefined, there: readonly string[]): boolean =>
  wanted === undefined || wanted.some((one) => there.includes(one));

/** Whether one of the filters lets a record through. */
export const passes = (
  filters: readonly ScopeFilter[],
  record: { categories: readonly string[]; codes: readonly string[] },
): boolean =>
  filters.some(({ category, code }) => anyOf(category, record.categories) && anyOf(code, record.codes));
