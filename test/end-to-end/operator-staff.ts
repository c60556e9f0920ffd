import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExpectedFacts, StaffApplication } from '../../mock-platform/src/protocol/staff.ts';
import type { House } from './house.ts';

/** A member of the cable operator's staff, with the token that the demo lays out in its data directory. */
export class OperatorStaff {
  constructor(
    private readonly house: House,
    private readonly operator = 'hiyori-cable',
  ) {}

  /** Opens an application for a household that has a box. */
  open(household: string, expected: ExpectedFacts): Promise<StaffApplication> {
    const { box } = this.#read(join('boxes', household, 'registration.json'));
    const asked = { box, kind: 'new', services: ['health', 'booking'], expected };
    return this.#post('/identity/staff/applications', asked);
  }

  cancel(application: string): Promise<StaffApplication> {
    return this.#post(`/identity/staff/applications/${application}/cancel`);
  }

  async #post(path: string, body?: object): Promise<StaffApplication> {
    const { token } = this.#read(join('staff', `${this.operator}.json`));
    const response = await fetch(`${this.house.address}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer as StaffApplication;
  }

  #read(file: string): Record<string, string> {
    return JSON.parse(readFileSync(join(this.house.dataDirectory, file), 'utf8'));
  }
}
