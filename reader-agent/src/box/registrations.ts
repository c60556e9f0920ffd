import { EventEmitter } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { BoxRegistration } from '../../../mock-platform/src/protocol/boxes.ts';
import { AgentFailure } from '../failure.ts';
import type { PlatformClient } from '../platform/http.ts';
import { agentVersion } from '../version.ts';
import type { BoxKey } from './box-key.ts';
import { readLastGood, replaceFile, replaceState } from './durable-file.ts';
import { StorageHealth } from './storage-health.ts';

/** `keyThumbprint`: the box key that was registered; with another key the registration is worth nothing. */
const Stored = z.extend(BoxRegistration, { keyThumbprint: z.optional(z.string()) });

/** Who this box is to the platform, with the town keys pinned at registration (D8). */
export class Registrations extends EventEmitter<{ changed: [BoxRegistration] }> {
  private constructor(
    private readonly path: string,
    private readonly key: BoxKey,
    private readonly health: StorageHealth,
    private registration: BoxRegistration | undefined,
  ) {
    super();
  }

  static async open(folder: string, key: BoxKey, health = new StorageHealth()): Promise<Registrations> {
    const path = join(folder, 'registration.json');
    const parse = (content: Buffer): BoxRegistration => {
      const { keyThumbprint, ...registration } = Stored.parse(JSON.parse(content.toString('utf8')));
      if (keyThumbprint !== undefined && keyThumbprint !== key.thumbprint) {
        throw new Error('registered with another box key');
      }
      return registration;
    };
    return new Registrations(path, key, health, await readLastGood(path, parse, health));
  }

  get current(): BoxRegistration | undefined {
    return this.registration;
  }

  /**
   * Registers with the code that staff gave out; durable when it resolves.
   * @throws AgentFailure `box.registered`, `storage.full` or `storage.failed` before the code is used, `platform.unreachable`,
   * or with the platform's code when the code is not good
   */
  async register(client: PlatformClient, code: string): Promise<BoxRegistration> {
    if (this.registration !== undefined) {
      // Orders, names and enrolments of this data directory belong to the household it was registered for.
      throw new AgentFailure('box.registered', 'already registered; give a new box a --data of its own');
    }
    await this.tryDisk();
    const registration = await client.json(
      {
        method: 'POST',
        path: '/boxes/registrations',
        body: { json: { code, publicKey: this.key.publicJwk, agentVersion } },
      },
      (value) => BoxRegistration.parse(value),
    );
    const stored = { ...registration, keyThumbprint: this.key.thumbprint };
    await this.health.watch(replaceState(this.path, `${JSON.stringify(stored, null, 2)}\n`));
    this.registration = registration;
    this.emit('changed', registration);
    return registration;
  }

  /** The code can be used once: a disk that takes nothing must be found out before. */
  private async tryDisk(): Promise<void> {
    const trial = `${this.path}.trial`;
    await this.health.watch(replaceFile(trial, Buffer.alloc(4096)));
    await rm(trial, { force: true });
  }
}
