interface Waiting<Question, Answer> {
  question: Question;
  done(answer: Answer): void;
  failed(error: unknown): void;
}

/**
 * Questions that many requests ask at the same time, put to the database as one statement: while one batch is under way
 * those that come wait, and the next takes them all. A lone question waits for one turn of the event loop.
 */
export class Batches<Question, Answer> {
  private readonly waiting: Waiting<Question, Answer>[] = [];
  private running = false;

  /**
   * @param run answers in the order of the questions; when it fails, all of the batch have failed
   * @param most largest number in one batch
   */
  constructor(
    private readonly run: (questions: readonly Question[]) => Promise<readonly Answer[]>,
    private readonly most = 500,
  ) {}

  ask(question: Question): Promise<Answer> {
    return new Promise((done, failed) => {
      this.waiting.push({ question, done, failed });
      if (!this.running) void this.runAll();
    });
  }

  private async runAll(): Promise<void> {
    this.running = true;
    await new Promise((next) => setImmediate(next));
    while (this.waiting.length > 0) await this.runBatch(this.waiting.splice(0, this.most));
    this.running = false;
  }

  private async runBatch(batch: readonly Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answers = await this.run(batch.map(({ question }) => question));
      for (const [index, { done }] of batch.entries()) done(answers[index] as Answer);
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }
}

/** One of something for each database handle, made at the first use. */
export function perDatabase<Handle extends object, Thing>(make: (tables: Handle) => Thing) {
  const made = new WeakMap<Handle, Thing>();
  return (tables: Handle): Thing => {
    const found = made.get(tables) ?? make(tables);
    made.set(tables, found);
    return found;
  };
}
