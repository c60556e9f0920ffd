import type { FastifyInstance, FastifyReply } from 'fastify';
import * as z from 'zod/mini';
import { type Certification, type Citizen, openCertification, serialOf } from '../../certification/index.ts';
import { MunicipalityCode } from '../../protocol/basics.ts';
import type { PlatformContext, PlatformModule } from '../../server/context.ts';
import { requireOwnOrigin } from '../../server/own-addresses.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { readCard, writeCard } from '../seed/card-files.ts';
import { towns } from '../seed/world.ts';
import { type Deed, type DeedName, deedNames, deeds } from './deeds.ts';
import { counterPolicy, deedPage, listPage } from './pages.ts';

/** What the counter knows of the readers: which card lies on one. */
export interface LaidCards {
  readonly state: { readers: readonly { card: string | null }[] };
}

interface DeedAddress {
  card: string;
  deed: string;
}

const Text = z.string().check(z.trim(), z.minLength(1), z.maxLength(60));
const Given = z.partial(
  z.strictObject({
    name: Text,
    address: Text,
    municipality: MunicipalityCode.check(
      z.refine((code) => towns.some(({ municipality }) => municipality === code)),
    ),
  }),
);

const sendPage = (reply: FastifyReply, page: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').header('content-security-policy', counterPolicy).send(page);

/** Why a deed was not done, as the code of its answer and in words for the page. */
class DeedRefused extends PlatformError {
  constructor(
    code: 'counter.card-on-reader' | 'counter.not-possible' | 'request.malformed',
    readonly words: string,
  ) {
    super(code === 'request.malformed' ? 400 : 409, code);
  }
}

const notPossible = () =>
  new DeedRefused('counter.not-possible', 'この手続きは、いまのカードの状態ではできません。');

/**
 * The counter of a town hall, where cards are renewed, moves are registered and losses reported (demo only, D18): the
 * certification service's part in plain pages, without a script. A card that is written shows it at its next insertion.
 */
export function counterModule(laid: LaidCards): PlatformModule {
  return {
    name: 'counter',
    migrations: {},
    async routes(app: FastifyInstance, context) {
      const { dataDirectory } = context.configuration;
      const certification = await openCertification(dataDirectory, context.clock);
      const { counter } = certification;

      /** One deed after another: a second click meets what the first one left. */
      let turn: Promise<unknown> = Promise.resolve();

      /** Those whose card of the living room is the one that was issued last. */
      const citizens = (): Citizen[] =>
        counter.citizens().filter(({ cardName, authentication }) => {
          const card = readCard(dataDirectory, cardName, certification);
          return card?.authentication !== undefined && serialOf(card) === authentication;
        });
      const citizenOf = (card: string): Citizen => {
        const citizen = citizens().find(({ cardName }) => cardName === card);
        if (!citizen) throw new PlatformError(404, 'counter.card-unknown');
        return citizen;
      };
      const deedOf = (name: string): DeedName => {
        const deed = deedNames.find((one) => one === name);
        if (!deed) throw new PlatformError(404, 'request.not-found');
        return deed;
      };

      app.addContentTypeParser(
        'application/x-www-form-urlencoded',
        { parseAs: 'string', bodyLimit: 4096 },
        (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
      );

      app.get<{ Querystring: Partial<DeedAddress> }>('/certification/counter', ({ query }, reply) => {
        const all = citizens();
        const citizen = all.find(({ cardName }) => cardName === query.card);
        const deed = deedNames.find((one) => one === query.deed);
        return sendPage(reply, listPage(all, citizen && deed && { citizen, deed }));
      });

      app.get<{ Params: DeedAddress }>('/certification/counter/:card/:deed', ({ params }, reply) =>
        sendPage(reply, deedPage(citizenOf(params.card), deedOf(params.deed))),
      );

      app.post<{ Params: DeedAddress }>(
        '/certification/counter/:card/:deed',
        { onRequest: requireOwnOrigin },
        async ({ params, body, headers }, reply) => {
          const [{ cardName }, deed] = [citizenOf(params.card), deedOf(params.deed)];
          const done = turn.then(() =>
            carryOut(certification, context, laid, citizenOf(cardName), deeds[deed], body),
          );
          turn = done.catch(() => undefined);
          try {
            await done;
          } catch (error) {
            if (!(error instanceof DeedRefused) || !headers.accept?.includes('text/html')) throw error;
            return sendPage(reply.code(error.status), deedPage(citizenOf(cardName), deed, error.words));
          }
          context.trace({ flow: 'counter', station: 'certification', what: `counter ${deed}` });
          return reply.redirect(`/certification/counter?card=${params.card}&deed=${deed}`, 303);
        },
      );
    },
  };
}

async function carryOut(
  certification: Certification,
  { clock, configuration: { dataDirectory } }: PlatformContext,
  laid: LaidCards,
  citizen: Citizen,
  deed: Deed,
  body: unknown,
): Promise<void> {
  const { cardName } = citizen;
  if (!deed.isPossible(citizen)) throw notPossible();
  const given = Given.safeParse(body ?? {});
  const wanted = deed.fields(citizen).map(({ name }) => name);
  if (!given.success || wanted.some((name) => !(name in given.data))) {
    throw new DeedRefused('request.malformed', '空の項目、または受け付けられない項目があります。');
  }
  if (deed.writesCard && laid.state.readers.some(({ card }) => card === cardName)) {
    const words = 'カードがリーダーに置かれています。リーダーから取ってから、もう一度ためしてください。';
    throw new DeedRefused('counter.card-on-reader', words);
  }
  const card = readCard(dataDirectory, cardName, certification);
  if (!card) throw notPossible();
  const written = await deed.carryOut({
    counter: certification.counter,
    citizen,
    given: given.data as Record<string, string>,
    card,
    now: clock(),
  });
  if (written) writeCard(dataDirectory, written);
}
