/** The package cannot be made here; the message says what is missing and how to get it. */
export class PackagingError extends Error {}
