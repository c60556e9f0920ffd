import type { Kysely } from 'kysely';
import { type HomeMeasurement, observationCodes } from '../protocol/health.ts';
import { readBundle } from './bundle.ts';
import { storeResources } from './store.ts';
import type { HealthTables } from './tables.ts';

/** As the source of what people typed themselves. */
const typedByHand = 'ごじぶんの きろく';

const observationOf = (measured: HomeMeasurement, now: Date) => ({
  resourceType: 'Observation',
  id: `home-${measured.requestId}`,
  status: 'final',
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }],
    },
  ],
  effectiveDateTime: now.toISOString(),
  performer: [{ display: typedByHand }],
  ...(measured.kind === 'weight'
    ? {
        code: { coding: [observationCodes.bodyWeight], text: '体重' },
        valueQuantity: quantity(measured.kilograms, 'kg', 'kg'),
      }
    : {
        code: { coding: [observationCodes.bloodPressure], text: '血圧' },
        component: [
          {
            code: { coding: [observationCodes.systolic], text: '上' },
            valueQuantity: quantity(measured.systolic, 'mmHg', 'mm[Hg]'),
          },
          {
            code: { coding: [observationCodes.diastolic], text: '下' },
            valueQuantity: quantity(measured.diastolic, 'mmHg', 'mm[Hg]'),
          },
        ],
      }),
});

const quantity = (value: number, unit: string, code: string) => ({
  value,
  unit,
  system: 'http://unitsofmeasure.org',
  code,
});

/** Keeps what a person measured at home; the same request counts once. */
export async function storeMeasurement(
  tables: Kysely<HealthTables>,
  subject: string,
  measured: HomeMeasurement,
  now: Date,
): Promise<void> {
  const known = await tables
    .selectFrom('health.resource')
    .select('id')
    .where('subject', '=', subject)
    .where('type', '=', 'Observation')
    .where('id', '=', `home-${measured.requestId}`)
    .executeTakeFirst();
  if (known) return;
  const { resources } = readBundle({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [{ resource: observationOf(measured, now) }],
  });
  await storeResources(tables, subject, resources);
}
