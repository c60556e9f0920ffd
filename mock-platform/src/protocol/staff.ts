import * as z from 'zod/mini';
import { Instant, ServiceName, Subject, Uuid } from './basics.ts';
import { FourFacts } from './identity.ts';

/** Facts that the operator's own customer record gives; those that are missing are not compared. */
export const ExpectedFacts = z.partial(FourFacts);
export type ExpectedFacts = z.infer<typeof ExpectedFacts>;

/** Services that a person can agree to open. */
const AgreedServices = z.array(ServiceName).check(z.minLength(1), z.maxLength(8));

/** `POST /identity/staff/applications`: opens an application for a person at one box; it lives a day. */
export const ApplicationRequest = z.strictObject({
  /** A box of the operator; the application is for its household. */
  box: Uuid,
  /** `renewal`: the card of a person of the household was renewed and no link of the certification service is known. */
  kind: z.enum(['new', 'renewal']),
  services: AgreedServices,
  /** As on the signed paper. Absent: what the operator's customer record of the household says, if there is one. */
  expected: z.optional(ExpectedFacts),
  /** With `renewal`: whose card, as the operator knows the person. */
  person: z.optional(Subject),
  /** For a child under 15, who has no signature certificate: the member of the household whose card signs. */
  guardian: z.optional(Subject),
});
export type ApplicationRequest = z.infer<typeof ApplicationRequest>;

/** Fields in which the card and the form can differ. */
export const DifferingField = z.enum(['name', 'address', 'birthDate', 'gender', 'municipality', 'person']);
export type DifferingField = z.infer<typeof DifferingField>;

/** An application as staff see it: never the facts themselves. */
export const StaffApplication = z.object({
  application: Uuid,
  household: z.string(),
  box: Uuid,
  kind: z.enum(['new', 'renewal']),
  services: z.array(ServiceName),
  state: z.enum(['open', 'enrolled', 'cancelled', 'expired']),
  /** Where the last card said something else than the form. */
  differs: z.array(DifferingField),
  /** Once enrolled: the person, as the operator knows them. */
  person: z.optional(Subject),
  openedAt: Instant,
  expiresAt: Instant,
});
export type StaffApplication = z.infer<typeof StaffApplication>;

/** `GET /identity/staff/applications?household=…`: newest first, at most 200. */
export const StaffApplications = z.object({ applications: z.array(StaffApplication) });
/** Query of `GET /identity/staff/applications`. */
export const ApplicationQuery = z.strictObject({
  household: z.optional(z.string().check(z.maxLength(100))),
});

/** One link of a person to a household of the operator: what the contract lets the customer system have (S10). */
export const OperatorLink = z.object({
  /** The person, as this operator alone knows them (pairwise). */
  person: Subject,
  household: z.string(),
  services: z.array(ServiceName),
  source: z.string(),
  from: Instant,
  /** Absent as long as the link holds. */
  to: z.optional(Instant),
  /** The signature certificate was revoked since: the facts have changed, the person should be registered anew. */
  registerAnew: z.boolean(),
});
export type OperatorLink = z.infer<typeof OperatorLink>;

/** `GET /identity/staff/households/:household/members`: who is linked now. */
export const HouseholdMembers = z.object({ members: z.array(OperatorLink) });

/** Query of `GET /identity/staff/links`. */
export const LinkQuery = z.strictObject({
  /** `next` of the page before. */
  after: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.string().check(z.regex(/^[1-9]\d{0,2}$/))),
});
/** `GET /identity/staff/links`: hand-over of all links of the operator, in a steady order. */
export const LinkPage = z.object({
  links: z.array(OperatorLink),
  /** Absent on the last page. */
  next: z.optional(z.string()),
});

/** `POST …/members/:person/end`: why a link ends. */
export const EndRequest = z.strictObject({
  /** `death` and `loss` end the card everywhere, the others the place in this household. */
  reason: z.enum(['unlinked', 'moved-out', 'death', 'loss']),
});
/** `POST …/members/:person/protection`: hides a person from hand-over, boards and other households (DV支援措置). */
export const ProtectionRequest = z.strictObject({ protected: z.boolean() });
/** `POST …/members/:person/services`: the services that the person agrees to from now on. */
export const ServicesRequest = z.strictObject({ services: z.array(ServiceName).check(z.maxLength(8)) });
