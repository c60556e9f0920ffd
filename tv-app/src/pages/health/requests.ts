import {
  type ObservationBundle,
  ObservationBundle as ObservationBundleSchema,
  observationCodes,
} from '../../../../mock-platform/src/protocol/health.ts';
import type { Television } from '../../app/television.ts';
import { type CheckUp, checkUps } from './check-up.ts';
import {
  type PressureReading,
  pressureReadings,
  type WeightReading,
  weightReadings,
} from './observations.ts';

/** Everything the health pages show of one person; lives in the page that asked for it and goes with it. */
export interface HealthRecords {
  pressures: PressureReading[];
  weights: WeightReading[];
  checkUps: CheckUp[];
}

/** Asks for blood pressures, weights and check-ups at once. Throws {@link ServiceError}. */
export async function healthRecords(tv: Television): Promise<HealthRecords> {
  const [pressures, weights, exams] = await Promise.all([
    ask(tv, `code=${coded(observationCodes.bloodPressure)}&_count=60`),
    ask(tv, `code=${coded(observationCodes.bodyWeight)}&_count=60`),
    ask(tv, 'category=laboratory,exam&_count=500'),
  ]);
  return {
    pressures: pressureReadings(pressures),
    weights: weightReadings(weights),
    checkUps: checkUps(exams),
  };
}

function ask(tv: Television, query: string): Promise<ObservationBundle> {
  return tv.services.get(`/health/fhir/Observation?${query}&_sort=-date`, ObservationBundleSchema);
}

function coded({ system, code }: { system: string; code: string }): string {
  return encodeURIComponent(`${system}|${code}`);
}
