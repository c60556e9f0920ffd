import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { controlMethods } from '../../../../reader-agent/src/protocol/control.ts';
import { readPrivately, writePrivately } from './card-files.ts';

const BoxEnrolments = z.array(controlMethods['residents.enrol'].params);
/** What a box is told of one resident at the end of an enrolment (`residents.enrol`). */
export type BoxEnrolment = z.infer<typeof BoxEnrolments>[number];

const folderOf = (dataDirectory: string): string => join(dataDirectory, 'enrolment');

/** Keeps a household's enrolments, on the owner's disk only, until its box has them. */
export function keepEnrolments(dataDirectory: string, household: string, enrolments: BoxEnrolment[]): void {
  writePrivately(folderOf(dataDirectory), `${household}.json`, enrolments);
}

/** What the household's box still has to be told; empty when it knows everything. */
export function pendingEnrolments(dataDirectory: string, household: string): BoxEnrolment[] {
  return BoxEnrolments.parse(readPrivately(folderOf(dataDirectory), `${household}.json`) ?? []);
}

/** To be called when the box has confirmed all of them: birth dates are then kept by the box alone. */
export function enrolmentsHandedOver(dataDirectory: string, household: string): void {
  const path = join(folderOf(dataDirectory), `${household}.json`);
  if (existsSync(path)) rmSync(path);
}
