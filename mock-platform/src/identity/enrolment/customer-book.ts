import type { ExpectedFacts } from '../../protocol/staff.ts';
import type { PlatformContext } from '../../server/context.ts';
import type { OperatorHousehold } from '../links/operator-subject.ts';

/** The operator's own customer records, as enrolment may ask them: name and address of the contract. */
export type CustomerBook = (place: OperatorHousehold) => Promise<ExpectedFacts | undefined>;

const books = new WeakMap<PlatformContext, CustomerBook>();

/** Lets enrolment ask the operator's customer system what it expects of a household's contract. */
export const useCustomerBook = (context: PlatformContext, book: CustomerBook): void =>
  void books.set(context, book);

/** Facts to expect when staff gave none; empty without a customer system or record. */
export const expectedByCustomer = async (
  context: PlatformContext,
  place: OperatorHousehold,
): Promise<ExpectedFacts> => (await books.get(context)?.(place)) ?? {};
