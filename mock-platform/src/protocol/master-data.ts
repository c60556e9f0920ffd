import * as z from 'zod/mini';
import { DistrictCode, Instant, MarkedText, Subject } from './basics.ts';
import { Template } from './console.ts';

const Name = z.string().check(z.minLength(1), z.maxLength(40));
const Version = z.int().check(z.minimum(0), z.maximum(1000000));

/** A shelter as officials keep it. */
export const ShelterEntry = z.strictObject({
  name: Name,
  /** Name in kana. */
  reading: Name,
  /** Name with readings, as orders say it. */
  marked: MarkedText,
  english: z.string().check(z.maxLength(60)),
  address: z.string().check(z.maxLength(120)),
  district: DistrictCode,
  capacity: z.int().check(z.minimum(0), z.maximum(100000)),
  note: z.string().check(z.maxLength(120)),
});
export type ShelterEntry = z.infer<typeof ShelterEntry>;

/** `POST …/master/shelters/:id`, `…/districts/:id`, `…/templates`, `…/supporters/:subject`: `version` is the one that is changed. */
export const ShelterChange = z.strictObject({ version: Version, entry: ShelterEntry });
export const DistrictChange = z.strictObject({
  version: Version,
  entry: z.strictObject({ name: Name, households: z.int().check(z.minimum(0), z.maximum(1000000)) }),
});
export const TemplateChange = z.strictObject({ version: Version, entry: Template });
export const SupporterChange = z.strictObject({
  version: Version,
  entry: z.strictObject({
    supporters: z.array(z.strictObject({ name: Name, role: Name })).check(z.maxLength(10)),
  }),
});

/** `GET /console/towns/:municipality/master`: what a town keeps in ordinary times. Changing it announces nothing. */
export const MasterData = z.object({
  shelters: z.array(z.object({ id: z.string(), version: z.int(), ...ShelterEntry.shape })),
  districts: z.array(
    z.object({ code: DistrictCode, version: z.int(), name: z.string(), households: z.int() }),
  ),
  templates: z.array(z.object({ version: z.int(), ...Template.shape })),
  residents: z.array(
    z.object({
      subject: Subject,
      version: z.int(),
      name: z.string(),
      householdName: z.string(),
      supportNeeded: z.boolean(),
      supporters: z.array(z.object({ name: z.string(), role: z.string() })),
    }),
  ),
  /** The last hundred changes, newest first. */
  changes: z.array(
    z.object({
      at: Instant,
      by: z.string(),
      kind: z.enum(['shelter', 'district', 'template', 'supporter']),
      key: z.string(),
      version: z.int(),
    }),
  ),
});
export type MasterData = z.infer<typeof MasterData>;
export type MasterKind = MasterData['changes'][number]['kind'];
