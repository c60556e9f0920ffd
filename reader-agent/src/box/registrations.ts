import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { BoxRegistration } from '../../../mock-platform/src/protocol/boxes.ts';
import { AgentFailure } from '../failure.ts';
import type { PlatformClient } from '../platform/http.ts';
import { agentVersion } from '../version.ts';
import type { BoxKey } from './box-key.ts';
import { readFileIfThere, replaceFile } from './durable-file.ts';

/** Who this box is to the platform, with the town keys pinned at registration (D8). */
export class Registrations extends EventEmitter<{ changed: [BoxRegistration] }> {
  private constructor(
    private readonly path: string,
    private readonly key: BoxKey,
    private registration: BoxRegistration | undefined,
  ) {
    super();
  }

  static async open(folder: string, key: BoxKey): Promise<Registrations> {
    const path = join(folder, 'registration.json');
    const stored = await readFileIfThere(path);
    const registration =
      stored === undefined ? undefined : BoxRegistration.parse(JSON.parse(stored.toString('utf8')));
    return new Registrations(path, key, registration);
  }

  get current(): BoxRegistration | undefined {
    return this.registration;
  }

  /**
   * Registers with the code that staff gave out; durable when it resolves.
   * @throws AgentFailure `box.registered`, or with the platform's code when the code is not good
   */
  async register(client: PlatformClient, code: string): Promise<BoxRegistration> {
    if (this.registration !== undefined) {
      // Orders, names and enrolments of this data directory belong to the household it was registered for.
      throw new AgentFailure('box.registered', 'already registered; give a new box a --data of its own');
    }
    const registration = await client.json(
      {
        method: 'POST',
        path: '/boxes/registrations',
        body: { json: { code, publicKey: this.key.publicJwk, agentVersion } },
      },
      (value) => BoxRegistration.parse(value),
    );
    await replaceFile(this.path, `${JSON.stringify(registration, null, 2)}\n`);
    this.registration = registration;
    this.emit('changed', registration);
    return registration;
  }
}
