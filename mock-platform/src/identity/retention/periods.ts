const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * How long what is kept: milliseconds after its end. The audit record is not in the table: it stays for as long as the
 * installation (公的個人認証法 asks to keep records of use; seven years are usual).
 */
export const retention = {
  /** Challenges, after they ran out: long enough to tell “used” from “unknown”. */
  challenge: 5 * minute,
  loginResult: 0,
  /** PIN uses, after the last renewal that may name them. */
  pinUse: 40 * minute,
  /** Logins that nobody could confirm at their time, after somebody has answered. */
  unconfirmedLogin: 90 * day,
  staffToken: 0,
  /** Codes, sessions and tokens of the OpenID provider: long enough to tell “expired” from “unknown”. */
  loginElsewhere: 5 * minute,
  /** Notices that service providers have taken. */
  delivery: 7 * day,
  /** Notices that were given up: staff may send them again. */
  deadLetter: 90 * day,
  /** Ended logins at service providers. */
  visit: 90 * day,
  /** Ended applications, for questions of staff. */
  application: 90 * day,
  /** Ended links: who was whose when, for disputes. */
  link: 3 * 365 * day,
  /** Persons without any open link to a household, then erased with all their facts. */
  person: 365 * day,
} as const;
