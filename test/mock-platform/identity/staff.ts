import { issueStaffToken } from '../../../mock-platform/src/identity/index.ts';
import type { ApplicationRequest } from '../../../mock-platform/src/protocol/staff.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import type { Answer } from './box.ts';

/** A member of an operator's staff, as the platform meets them over HTTP. */
export class Staff {
  private constructor(
    private readonly url: string,
    readonly token: string,
  ) {}

  static async of(platform: RunningPlatform, operator: string, staff = 'tanaka'): Promise<Staff> {
    return new Staff(platform.url, await issueStaffToken(platform.context, { operator, staff }));
  }

  async ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }

  get = (path: string): Promise<Answer> => this.ask('GET', path);
  post = (path: string, body?: unknown): Promise<Answer> => this.ask('POST', path, body);

  /** Opens an application for the household of a box. */
  async open(box: string, change: Partial<ApplicationRequest> = {}): Promise<string> {
    const asked = { box, kind: 'new', services: ['health', 'booking'], ...change };
    const { status, body } = await this.post('/identity/staff/applications', asked);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.application;
  }

  /** The application as staff see it. */
  async application(id: string): Promise<Answer['body']> {
    const { body } = await this.get('/identity/staff/applications');
    return body.applications.find(({ application }: { application: string }) => application === id);
  }
}
