import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { performance } from 'node:perf_hooks';

/** When the bench's own side, card or platform, had something in hand; the rest of a login is the agent's share. */
export class BusyTime {
  private readonly spans: { from: number; to: number }[] = [];
  private readonly requests = new Map<unknown, number>();
  private readonly onRequest = (message: unknown): void => {
    this.requests.set((message as { request: unknown }).request, performance.now());
  };
  private readonly onResponse = (message: unknown): void => {
    const { request } = message as { request: unknown };
    const from = this.requests.get(request);
    this.requests.delete(request);
    if (from !== undefined) this.spans.push({ from, to: performance.now() });
  };

  /** Every HTTP server of this process counts from the request's head to the last byte of the answer. */
  watchHttp(): void {
    subscribe('http.server.request.start', this.onRequest);
    subscribe('http.server.response.finish', this.onResponse);
  }

  stop(): void {
    unsubscribe('http.server.request.start', this.onRequest);
    unsubscribe('http.server.response.finish', this.onResponse);
  }

  /** Carries a piece of work out, and counts it. */
  during<T>(work: () => T): T {
    const from = performance.now();
    try {
      return work();
    } finally {
      this.spans.push({ from, to: performance.now() });
    }
  }

  /** Milliseconds between two moments in which something was in hand; what overlaps counts once. Forgets all before. */
  within(start: number, end: number): number {
    let sum = 0;
    let until = start;
    for (const { from, to } of this.spans.splice(0).sort((a, b) => a.from - b.from)) {
      const begin = Math.max(from, until);
      const stop = Math.min(to, end);
      if (stop > begin) {
        sum += stop - begin;
        until = stop;
      }
    }
    return sum;
  }
}
