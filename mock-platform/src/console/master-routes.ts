import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { DistrictCode, MunicipalityCode, Subject } from '../protocol/basics.ts';
import {
  DistrictChange,
  MasterData,
  ShelterChange,
  SupporterChange,
  TemplateChange,
} from '../protocol/master-data.ts';
import type { PlatformContext } from '../server/context.ts';
import { requireOwnOrigin } from '../server/own-addresses.ts';
import { editDistrict, editShelter, editSupporters, editTemplate } from '../town/master-data/edit.ts';
import { masterDataOf } from '../town/master-data/read.ts';
import { callingOfficial } from './officials.ts';

const municipality = MunicipalityCode;
const Town = z.object({ municipality });
const ShelterId = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));
const master = '/console/towns/:municipality/master';

/** What a town keeps in ordinary times, apart from announcing: nothing here reaches a television. */
export function masterRoutes(app: FastifyInstance, context: PlatformContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: MasterData };
  typed.get(master, { schema: { params: Town, response } }, async (request) => {
    await callingOfficial(context, request, request.params.municipality);
    return masterDataOf(context, request.params.municipality);
  });
  typed.post(
    `${master}/shelters/:shelter`,
    {
      onRequest: requireOwnOrigin,
      schema: { params: z.object({ municipality, shelter: ShelterId }), body: ShelterChange, response },
    },
    async (request) => {
      const official = await callingOfficial(context, request, request.params.municipality, 'writer');
      await editShelter(context, official, request.params.shelter, request.body);
      return masterDataOf(context, official.municipality);
    },
  );
  typed.post(
    `${master}/districts/:district`,
    {
      onRequest: requireOwnOrigin,
      schema: { params: z.object({ municipality, district: DistrictCode }), body: DistrictChange, response },
    },
    async (request) => {
      const official = await callingOfficial(context, request, request.params.municipality, 'writer');
      await editDistrict(context, official, request.params.district, request.body);
      return masterDataOf(context, official.municipality);
    },
  );
  typed.post(
    `${master}/templates`,
    { onRequest: requireOwnOrigin, schema: { params: Town, body: TemplateChange, response } },
    async (request) => {
      const official = await callingOfficial(context, request, request.params.municipality, 'writer');
      await editTemplate(context, official, request.body);
      return masterDataOf(context, official.municipality);
    },
  );
  typed.post(
    `${master}/supporters/:subject`,
    {
      onRequest: requireOwnOrigin,
      schema: { params: z.object({ municipality, subject: Subject }), body: SupporterChange, response },
    },
    async (request) => {
      const official = await callingOfficial(context, request, request.params.municipality, 'writer');
      await editSupporters(context, official, request.params.subject, request.body);
      return masterDataOf(context, official.municipality);
    },
  );
}
