import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { BoxResident } from '../../../mock-platform/src/protocol/town.ts';
import { controlMethods } from '../protocol/control.ts';
import type { BoxKey } from './box-key.ts';
import { EncryptedFile } from './encrypted-file.ts';
import type { StorageHealth } from './storage-health.ts';

/** What the box remembers of a resident's enrolment (D3). */
export const EnrolledResident = controlMethods['residents.enrol'].params;
export type EnrolledResident = z.infer<typeof EnrolledResident>;

const Content = z.object({
  enrolled: z.array(EnrolledResident),
  names: z.array(BoxResident),
  /** Serials of certificates whose card refused the enrolled birth date: it is never sent a second time. */
  birthDateRefused: z.array(z.string()),
});
type Content = z.infer<typeof Content>;
const empty: Content = { enrolled: [], names: [], birthDateRefused: [] };

/**
 * The household as this box knows it, encrypted with the box key: who was enrolled here with which certificate, and
 * the names from the town's register.
 */
export class Household {
  private queue: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: EncryptedFile,
    private content: Content,
  ) {}

  static async open(folder: string, key: BoxKey, health?: StorageHealth): Promise<Household> {
    const file = new EncryptedFile(join(folder, 'household.enc'), key, health);
    return new Household(file, (await file.read((value) => Content.parse(value))) ?? empty);
  }

  /** Names in the town's order; empty until the town's list was read once. */
  get names(): readonly BoxResident[] {
    return this.content.names;
  }

  callNameOf(subject: string): string | undefined {
    return this.content.names.find((resident) => resident.subject === subject)?.callName;
  }

  /**
   * The resident whose certificate has this serial number. The serial only chooses whose birth date may open the proof;
   * who the person is decides the platform. Two residents with the same serial (of two issuers) count as none.
   */
  residentOfCertificate(serial: string): EnrolledResident | undefined {
    const found = this.content.enrolled.filter((resident) => resident.serial === serial);
    return found.length === 1 ? found[0] : undefined;
  }

  /**
   * Remembers an enrolment, replacing an earlier one of the same certificate; durable when it resolves. The very same
   * enrolment again changes nothing: a birth date that was refused stays refused.
   */
  async enrol(resident: EnrolledResident): Promise<void> {
    if (this.content.enrolled.some((known) => isDeepStrictEqual(known, resident))) return;
    await this.change((content) => ({
      ...content,
      enrolled: [
        ...content.enrolled.filter(
          (known) => known.serial !== resident.serial || known.issuerKey !== resident.issuerKey,
        ),
        resident,
      ],
      birthDateRefused: content.birthDateRefused.filter((serial) => serial !== resident.serial),
    }));
  }

  /** Whether the card of this certificate has refused the enrolled birth date; a new enrolment forgets it. */
  birthDateRefused(serial: string): boolean {
    return this.content.birthDateRefused.includes(serial);
  }

  /** Remembers that a card refused its birth date, at once; durable when it resolves. */
  async refuseBirthDate(serial: string): Promise<void> {
    await this.changeAtOnce((content) => ({
      ...content,
      birthDateRefused: [...new Set([...content.birthDateRefused, serial])],
    }));
  }

  /** Takes over the town's list, at once; durable when it resolves. */
  async rename(names: readonly BoxResident[]): Promise<void> {
    if (JSON.stringify(names) === JSON.stringify(this.content.names)) return;
    await this.changeAtOnce((content) => ({ ...content, names: [...names] }));
  }

  /** In force from now on, also when the disk does not take it. */
  private changeAtOnce(step: (content: Content) => Content): Promise<void> {
    this.content = step(this.content);
    return this.change(step);
  }

  /** In force once it is on the disk. */
  private change(step: (content: Content) => Content): Promise<void> {
    const done = this.queue.then(async () => {
      const next = step(this.content);
      await this.file.write(next);
      this.content = next;
    });
    this.queue = done.catch(() => {});
    return done;
  }
}
