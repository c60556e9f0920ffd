/** Rules of CAP 1.2 that its schema cannot express; the codes are stable. */
export type CapRule =
  | 'cap.identifier'
  | 'cap.sender'
  | 'cap.restriction-scope'
  | 'cap.addresses-missing'
  | 'cap.addresses-quotes'
  | 'cap.references-form'
  | 'cap.references-missing'
  | 'cap.references-circular'
  | 'cap.references-later'
  | 'cap.time-order'
  | 'cap.web'
  | 'cap.html-tag'
  | 'cap.html-entity'
  | 'cap.same-text'
  | 'cap.category-differs'
  | 'cap.event-code-differs'
  | 'cap.polygon-form'
  | 'cap.polygon-few-points'
  | 'cap.polygon-open'
  | 'cap.polygon-crossing'
  | 'cap.circle'
  | 'cap.altitude'
  | 'cap.ceiling-alone'
  | 'cap.ceiling-below'
  | 'cap.mime-type'
  | 'cap.resource-size'
  | 'cap.resource-uri'
  | 'cap.deref-uri'
  | 'cap.digest';

/** One broken rule: where, and a sentence. */
export interface CapProblem {
  code: CapRule;
  /** As an XPath from the alert: `/alert/info[1]/area[2]/polygon[1]`. */
  path: string;
  message: string;
}

/** Values that are there but blank say nothing; agencies send them. */
export const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';
