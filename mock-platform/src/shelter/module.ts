import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import {
  GuestEntries,
  ShelterBoard,
  ShelterConsent,
  ShelterFamily,
  ShelterResults,
} from '../protocol/shelter.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { onLoginRechecked, type RecheckedLogin } from '../server/unconfirmed-logins.ts';
import { shelterBoard } from './board.ts';
import { storeEntries } from './entries.ts';
import { consent, familyOf } from './family.ts';
import { migrations } from './migrations.ts';
import { receptionOf } from './reception.ts';
import type { ShelterTables } from './tables.ts';

/** What came of a check-in whose card nobody could vouch for: the person stays on the list, the staff ask for the name. */
async function weighAgain(
  context: PlatformContext,
  { box, outcome, subjectIn }: RecheckedLogin,
): Promise<void> {
  await context
    .tables<ShelterTables>()
    .updateTable('shelter.entry')
    .set({ unconfirmed: false, doubtful: outcome !== 'confirmed' })
    .where('box', '=', box)
    .where('person', '=', subjectIn('town'))
    .where('unconfirmed', '=', true)
    .execute();
}

function routes(app: FastifyInstance, context: PlatformContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  onLoginRechecked(context, 'town', (login) => weighAgain(context, login));
  typed.post(
    '/shelter/entries',
    { schema: { body: GuestEntries, response: { 200: ShelterResults } } },
    async (request) => {
      const caller = await context.callers.box(request, 'town');
      const reception = await receptionOf(context, caller);
      const box = await context.boxes.find(caller.client_id);
      if (box === undefined || box.blocked) throw new PlatformError(403, 'shelter.no-reception');
      return storeEntries(context, reception, box, request.body.statements);
    },
  );
  typed.get('/shelter/board', { schema: { response: { 200: ShelterBoard } } }, async (request) =>
    shelterBoard(context, await receptionOf(context, await context.callers.box(request, 'town'))),
  );
  typed.get('/town/shelter/family', { schema: { response: { 200: ShelterFamily } } }, async (request) =>
    familyOf(context, await context.callers.person(request, 'town')),
  );
  typed.post(
    '/town/shelter/consent',
    { schema: { body: ShelterConsent, response: { 200: ShelterFamily } } },
    async (request) => {
      const caller = await context.callers.person(request, 'town');
      await consent(context, caller, request.body.family);
      return familyOf(context, caller);
    },
  );
}

/** Check-in at evacuation shelters (S5): who is where, household by household. */
export const shelterModule: PlatformModule = { name: 'shelter', migrations, routes };
