/** What was asked for could not be done: exit code 1. The message says what to do. */
export class CommandFailure extends Error {}

/** The command line itself is wrong: exit code 2. The message names the argument. */
export class UsageError extends Error {}
