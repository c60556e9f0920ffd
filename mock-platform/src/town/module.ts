import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { BoxResidents, Shelters } from '../protocol/town.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { onProtectionChanged } from '../server/protection.ts';
import { changeNotices } from './change-notices.ts';
import { tellOfResident } from './import-register.ts';
import { migrations } from './migrations.ts';
import { sheltersFor } from './shelters.ts';
import { residentsAtBox } from './shown.ts';

function routes(app: FastifyInstance, context: PlatformContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  onProtectionChanged(context, (subjectIn) => {
    // Boxes that are not told look for themselves when they connect next.
    void tellOfResident(context, subjectIn('town')).catch(() => undefined);
  });
  changeNotices(app, context);
  typed.get('/town/residents', { schema: { response: { 200: BoxResidents } } }, async (request) => {
    const { municipality, household } = await context.callers.box(request, 'town');
    const residents = await residentsAtBox(context, municipality, household);
    return {
      residents: residents.map(({ subject, callName, fullName }) => ({ subject, callName, fullName })),
    };
  });
  typed.get('/town/shelters', { schema: { response: { 200: Shelters } } }, async (request) => {
    const { municipality, household } = await context.callers.box(request, 'town');
    return { shelters: await sheltersFor(context, municipality, household) };
  });
}

/** The municipality's own register: residents, supporters, districts, shelters. */
export const townModule: PlatformModule = { name: 'town', migrations, routes };
