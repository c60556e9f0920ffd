import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { staffCallers, useCustomerBook } from '../identity/index.ts';
import { Contract, ContractMatch, Contracts } from '../protocol/customers.ts';
import { callerFirst } from '../server/caller-first.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { contractOf, keepContracts, matchContracts, ownContract } from './contracts.ts';
import { migrations } from './migrations.ts';

const OneHousehold = z.object({ household: z.string().check(z.maxLength(100)) });

function routes(app: FastifyInstance, context: PlatformContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const callingStaff = staffCallers(context);
  callerFirst(app, '/customers/', callingStaff);
  // Others of the household enrol too, so the contract's name says nothing about who stands at the television.
  useCustomerBook(context, async ({ operator, household }) => {
    const contract = await contractOf(context, operator, household);
    return contract && { address: contract.address };
  });
  typed.post('/customers/contracts', { schema: { body: Contracts } }, async (request, reply) => {
    const { operator } = await callingStaff(request);
    await keepContracts(context, operator, request.body.contracts);
    return reply.code(204).send();
  });
  typed.get(
    '/customers/contracts/:household',
    { schema: { params: OneHousehold, response: { 200: Contract } } },
    async (request) => {
      const { operator } = await callingStaff(request);
      return ownContract(context, operator, request.params.household);
    },
  );
  typed.post(
    '/customers/contracts/match',
    { schema: { body: ContractMatch, response: { 200: Contracts } } },
    async (request) => {
      const { operator } = await callingStaff(request);
      return { contracts: await matchContracts(context, operator, request.body) };
    },
  );
}

/** Stands in for the customer systems of the cable operators; each sees its own contracts only (D6). */
export const customersModule: PlatformModule = { name: 'customers', migrations, routes };
