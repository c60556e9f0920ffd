import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Tier } from '../../../mock-platform/src/protocol/basics.ts';
import { Uuid } from '../../../mock-platform/src/protocol/basics.ts';
import {
  type WatchOverAnswer,
  type WatchOverChoice,
  WatchOverQuestion,
} from '../../../mock-platform/src/protocol/watch-over.ts';
import type { BoxKey } from '../box/box-key.ts';
import { EncryptedFile } from '../box/encrypted-file.ts';
import type { Household } from '../box/household.ts';
import type { StorageHealth } from '../box/storage-health.ts';
import type { BoxClock } from '../clock.ts';
import { AgentFailure } from '../failure.ts';
import type { ShownQuestion } from '../protocol/local.ts';
import { nextExpiry, openQuestions } from './questions.ts';

export const watchOverType = 'chanoma-watchover+jwt';

const Content = z.object({
  /** As the platform listed them last. */
  questions: z.array(WatchOverQuestion),
  /** Of these, which were answered here. */
  answered: z.array(Uuid),
  /** Signed answers that the platform has not confirmed yet, oldest first. */
  outbox: z.array(z.object({ id: Uuid, statement: z.string() })),
});
type Content = z.infer<typeof Content>;

/** A platform that never confirms must not fill the disk. */
const outboxKept = 200;
const longestTimerMs = 60 * 60 * 1000;

export interface WatchOverParts {
  key: BoxKey;
  household: Household;
  clock: BoxClock;
}

/**
 * Questions of watching over for this household, and the answers until the platform has them; both survive a restart.
 * `changed`: what is to be shown may have changed. `outgoing`: signed answers that wait for the platform.
 */
export class WatchOver extends EventEmitter<{ changed: []; outgoing: [string[]] }> {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly parts: WatchOverParts,
    private readonly file: EncryptedFile,
    private content: Content,
  ) {
    super();
  }

  static async open(folder: string, parts: WatchOverParts, health?: StorageHealth): Promise<WatchOver> {
    const file = new EncryptedFile(join(folder, 'watch-over.enc'), parts.key, health);
    const content = await file.read((value) => Content.parse(value));
    return new WatchOver(parts, file, content ?? { questions: [], answered: [], outbox: [] });
  }

  start(): void {
    this.plan();
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await this.writing.catch(() => {});
  }

  /** Questions to show, with the household's names. */
  shown(): ShownQuestion[] {
    const { household, clock } = this.parts;
    const { questions, answered } = this.content;
    return openQuestions(questions, answered, household.names, clock.now());
  }

  /** The platform's whole list; what it lists no more is over. A disk that takes nothing delays no question. */
  async receive(questions: readonly WatchOverQuestion[]): Promise<void> {
    const listed = new Set(questions.map(({ id }) => id));
    const answered = this.content.answered.filter((id) => listed.has(id));
    const stored = this.change({ questions: [...questions], answered });
    this.emit('changed');
    this.plan();
    await stored.catch(() => {});
  }

  /**
   * Answers once; an answer to a question that is over or answered changes nothing. When it resolves, the answer is on the disk.
   * @throws AgentFailure `request.malformed` for a choice that was not offered, `storage.full`, `storage.failed`
   */
  async answer(id: string, choice: WatchOverChoice, tierOf: (resident: string) => Tier): Promise<void> {
    const { key, clock } = this.parts;
    const { questions, answered, outbox } = this.content;
    const question = questions.find((one) => one.id === id);
    if (question === undefined || answered.includes(id)) return;
    if (!question.choices.includes(choice))
      throw new AgentFailure('request.malformed', 'this was not offered', '/params/choice');
    const tier = question.resident === undefined ? 't0' : tierOf(question.resident);
    const statement = {
      id: randomUUID(),
      question: id,
      choice,
      tier,
      at: clock.instant(),
    } satisfies WatchOverAnswer;
    const signed = await key.sign({ typ: watchOverType, kid: key.thumbprint }, statement);
    const item = { id: statement.id, statement: signed };
    const stored = this.change({ answered: [...answered, id], outbox: [...outbox, item].slice(-outboxKept) });
    this.emit('changed');
    this.emit('outgoing', [signed]);
    await stored;
  }

  /** Answers that the platform has not confirmed. */
  pending(): string[] {
    return this.content.outbox.map(({ statement }) => statement);
  }

  /** The platform has these: forget them. */
  async stored(ids: readonly string[]): Promise<void> {
    const outbox = this.content.outbox.filter(({ id }) => !ids.includes(id));
    if (outbox.length !== this.content.outbox.length) await this.change({ outbox }).catch(() => {});
  }

  private change(change: Partial<Content>): Promise<void> {
    this.content = { ...this.content, ...change };
    const written = this.writing.catch(() => {}).then(() => this.file.write(this.content));
    this.writing = written;
    // Whoever does not wait for the disk leaves no unhandled failure behind.
    written.catch(() => {});
    return written;
  }

  private plan(): void {
    clearTimeout(this.timer);
    const { clock } = this.parts;
    const next = nextExpiry(this.content.questions, clock.now());
    if (next === undefined) return;
    this.timer = setTimeout(
      () => {
        this.emit('changed');
        this.plan();
      },
      Math.min(longestTimerMs, Math.max(0, next - clock.now()) + 1),
    ).unref();
  }
}
