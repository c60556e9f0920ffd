import { resourceTypes } from './resource-kinds.ts';

/** What the interface can do (FHIR R4 CapabilityStatement), for anybody. */
export const capabilityStatement = (now: Date): object => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: now.toISOString(),
  kind: 'instance',
  fhirVersion: '4.0.1',
  format: ['application/fhir+json'],
  rest: [
    {
      mode: 'server',
      security: {
        service: [
          {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                code: 'SMART-on-FHIR',
              },
            ],
          },
        ],
      },
      resource: resourceTypes.map((type) => ({
        type,
        interaction: [{ code: 'read' }, { code: 'search-type' }],
        searchParam: [
          { name: 'category', type: 'token' },
          { name: 'code', type: 'token' },
        ],
      })),
    },
  ],
});
