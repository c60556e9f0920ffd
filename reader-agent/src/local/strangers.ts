/**
 * A limited room for those who have not shown who they are: one more sends the oldest away. A flood of them passes through
 * and fills nothing up, and whoever shows who it is within a moment is not touched.
 */
export class Strangers<T> {
  /** In the sequence of their coming. */
  private readonly waiting = new Set<T>();

  constructor(
    private readonly limit: number,
    private readonly sendAway: (stranger: T) => void,
  ) {}

  add(stranger: T): void {
    this.waiting.add(stranger);
    if (this.waiting.size <= this.limit) return;
    for (const oldest of this.waiting) {
      this.waiting.delete(oldest);
      this.sendAway(oldest);
      return;
    }
  }

  /** It has shown who it is, or is gone. */
  forget(stranger: T): void {
    this.waiting.delete(stranger);
  }
}
