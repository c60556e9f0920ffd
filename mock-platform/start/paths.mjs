import { fileURLToPath } from 'node:url';

/** Project root, with a trailing slash removed. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
