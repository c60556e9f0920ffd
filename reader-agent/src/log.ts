const levels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof levels)[number];

/** What may stand in a line beside the event: codes, counts and random ids. Never a name, serial, PIN or token (D14). */
export type LogFields = Record<string, string | number | boolean | null>;

/** Structured log: one JSON object a line on standard error with `level`, `time` and `event`. */
export class Log {
  private least = levels.indexOf('warn');

  constructor(private readonly write: (line: string) => void = (line) => process.stderr.write(line)) {}

  /** Least level that is written, or `off`; anything else is `info`. */
  from(level: string | undefined): void {
    const known = levels.indexOf(level as LogLevel);
    if (level === 'off') this.least = levels.length;
    else this.least = known < 0 ? levels.indexOf('info') : known;
  }

  debug(event: string, fields?: LogFields): void {
    this.line('debug', event, fields);
  }

  info(event: string, fields?: LogFields): void {
    this.line('info', event, fields);
  }

  warn(event: string, fields?: LogFields): void {
    this.line('warn', event, fields);
  }

  error(event: string, fields?: LogFields): void {
    this.line('error', event, fields);
  }

  private line(level: LogLevel, event: string, fields: LogFields = {}): void {
    if (levels.indexOf(level) < this.least) return;
    this.write(`${JSON.stringify({ level, time: new Date().toISOString(), event, ...fields })}\n`);
  }
}

/** The log of this process: warnings and errors, unless the agent itself runs and `CHANOMA_LOG` says more. */
export const log = new Log();
