import * as z from 'zod/mini';

/**
 * Every error answer of the platform and the agent (RFC 9457, `application/problem+json`).
 * `code` is stable and made for support and programs; sentences for viewers live in the television application.
 */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.optional(z.string()),
  /** For `request.malformed`: which fields, as JSON pointers, and what is wrong with each. */
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
});
export type Problem = z.infer<typeof Problem>;
