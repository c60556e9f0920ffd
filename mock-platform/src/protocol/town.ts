import * as z from 'zod/mini';
import { DistrictCode, Subject } from './basics.ts';

/** `GET /town/residents` (box token): the box's list of residents, from the municipality's register. */
export const BoxResident = z.object({
  /** Pairwise subject of the sector `town`. */
  subject: Subject,
  /** What the screen says before さん, for instance 「はな」. */
  callName: z.string(),
  /** The whole name for lists, for instance 「若葉 はな」. */
  fullName: z.string(),
});
export type BoxResident = z.infer<typeof BoxResident>;
export const BoxResidents = z.object({ residents: z.array(BoxResident) });

/** `GET /town/shelters` (box token): evacuation places of the box's town, nearest district first. */
export const Shelter = z.object({
  id: z.string(),
  name: z.string(),
  /** Name in kana. */
  reading: z.string(),
  district: DistrictCode,
  districtName: z.string(),
  /** For your own district. */
  own: z.boolean(),
  /** Persons. */
  capacity: z.int(),
  note: z.string(),
});
export type Shelter = z.infer<typeof Shelter>;
export const Shelters = z.object({ shelters: z.array(Shelter) });
