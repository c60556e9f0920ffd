import * as z from 'zod/mini';

const Text = z.string().check(z.minLength(1), z.maxLength(200));

/** A cable operator's contract with a household. */
export const Contract = z.object({
  /** The platform's household id. */
  household: z.string().check(z.minLength(1), z.maxLength(100)),
  /** Who signed the contract. */
  name: Text,
  address: Text,
});
export type Contract = z.infer<typeof Contract>;

/** `POST /customers/contracts` (at most 500 at once) and the answer of `POST /customers/contracts/match`. */
export const Contracts = z.object({ contracts: z.array(Contract).check(z.maxLength(500)) });

/** `POST /customers/contracts/match`: as somebody wrote it on paper. */
export const ContractMatch = z.strictObject({ address: Text, name: z.optional(Text) });
