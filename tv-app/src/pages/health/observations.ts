import {
  type Observation,
  type ObservationBundle,
  observationCodes,
  sourceExtension,
} from '../../../../mock-platform/src/protocol/health.ts';
import { dayOf } from '../../text/calendar.ts';

type Code = { system: string; code: string };

/** Blood pressure measured at one moment. */
export interface PressureReading {
  at: string;
  day: string;
  systolic: number;
  diastolic: number;
  source: string;
}

/** Weight measured at one moment. */
export interface WeightReading {
  at: string;
  day: string;
  kilograms: number;
  source: string;
}

/** Statuses that say a value does not stand (FHIR R4 ObservationStatus). */
const withdrawn = ['cancelled', 'entered-in-error', 'unknown'];

/** Observations that stand, newest first. */
export function standing(bundle: ObservationBundle): Observation[] {
  return bundle.entry
    .map(({ resource }) => resource)
    .filter(({ status }) => !withdrawn.includes(status))
    .sort((a, b) => instantOf(b) - instantOf(a));
}

/** Readings that have both figures, newest first; others are left out rather than shown by half. */
export function pressureReadings(bundle: ObservationBundle): PressureReading[] {
  return standing(bundle).flatMap((observation) => {
    if (!isCoded(observation.code, observationCodes.bloodPressure)) return [];
    const systolic = componentValue(observation, observationCodes.systolic);
    const diastolic = componentValue(observation, observationCodes.diastolic);
    if (systolic === undefined || diastolic === undefined) return [];
    return [{ ...moment(observation), systolic, diastolic }];
  });
}

/** Weights in kilograms, newest first. */
export function weightReadings(bundle: ObservationBundle): WeightReading[] {
  return standing(bundle).flatMap((observation) => {
    if (!isCoded(observation.code, observationCodes.bodyWeight)) return [];
    const kilograms = observation.valueQuantity?.value;
    return kilograms === undefined ? [] : [{ ...moment(observation), kilograms }];
  });
}

/** Who measured it, else who handed it in; nothing where nobody is named. */
export function sourceOf({ performer, meta }: Observation): string {
  return performer?.find(({ display }) => display !== undefined)?.display ?? sourceOfMeta(meta);
}

/** The institution that handed a record in. */
export function sourceOfMeta(meta: Observation['meta']): string {
  return meta?.extension?.find(({ url }) => url === sourceExtension)?.valueString ?? '';
}

export function isCoded(concept: Observation['code'], { system, code }: Code): boolean {
  return concept.coding?.some((coding) => coding.system === system && coding.code === code) === true;
}

function componentValue(observation: Observation, code: Code): number | undefined {
  return observation.component?.find((component) => isCoded(component.code, code))?.valueQuantity?.value;
}

function moment(observation: Observation): { at: string; day: string; source: string } {
  const at = observation.effectiveDateTime;
  return { at, day: dayOf(at), source: sourceOf(observation) };
}

/** A bare day counts from its beginning in Japan. */
function instantOf({ effectiveDateTime }: Observation): number {
  const bare = effectiveDateTime.length === 10;
  return new Date(bare ? `${effectiveDateTime}T00:00:00+09:00` : effectiveDateTime).getTime();
}
