/** Commands of the command line; without one the agent itself starts. */
export const commands = ['readers', 'probe', 'login', 'enrol', 'register', 'pair', 'doctor'] as const;
export type Command = (typeof commands)[number];

export function isCommand(word: string | undefined): word is Command {
  return commands.some((command) => command === word);
}

/** Exit status of every command. */
export const exitCodes = {
  done: 0,
  /** The answer is no: login refused, no reader, no usable card, something is missing. */
  no: 1,
  /** The command line cannot be used. */
  usage: 2,
  /** No agent is running where one is needed. */
  noAgent: 3,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What a command found: `json` for programs, `text` for people. */
export interface Outcome {
  exit: ExitCode;
  json: object;
  text: string;
}
