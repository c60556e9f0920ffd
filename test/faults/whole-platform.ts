import { createPublicKey } from 'node:crypto';
import { sql } from 'kysely';
import { createRegistrationCode } from '../../mock-platform/src/boxes/registration.ts';
import type { BoxesTables } from '../../mock-platform/src/boxes/tables.ts';
import {
  certificationModule,
  type IssuedCard,
  openCertification,
} from '../../mock-platform/src/certification/index.ts';
import { enrolPerson } from '../../mock-platform/src/identity/index.ts';
import { CardTable } from '../../mock-platform/src/living-room/card-table.ts';
import { counterModule } from '../../mock-platform/src/living-room/counter/module.ts';
import { livingRoomModule } from '../../mock-platform/src/living-room/module.ts';
import { Pairings } from '../../mock-platform/src/living-room/pairings.ts';
import { DemoReaders } from '../../mock-platform/src/living-room/readers.ts';
import { TraceHub } from '../../mock-platform/src/living-room/trace-hub.ts';
import type { ServiceName } from '../../mock-platform/src/protocol/basics.ts';
import { platformCallers, productionModules } from '../../mock-platform/src/server/modules.ts';
import type { RunningPlatform } from '../../mock-platform/src/server/platform.ts';
import { TestBox } from '../mock-platform/identity/box.ts';
import { cardOrder } from '../mock-platform/identity/scene.ts';
import { type Answer, ask, startTestPlatform } from '../mock-platform/platform.ts';
import { hiyori, miharashi, seedTwoTowns } from '../mock-platform/two-towns.ts';

const homes = {
  hana: { operator: 'hiyori-cable', municipality: hiyori, district: 'yamate' },
  kenji: { operator: 'hiyori-cable', municipality: hiyori, district: 'kawahara' },
  sachiko: { operator: 'miharashi-tv', municipality: miharashi, district: 'honmachi' },
};

/** The whole platform with everything that the demo has, real tokens and real cards, in this process. */
export class WholePlatform {
  private constructor(readonly platform: RunningPlatform) {}

  static async open(): Promise<WholePlatform> {
    const room = { households: [], towns: [], staff: [], cards: [], readerBackend: 'simulated' as const };
    const readers = new DemoReaders([], new CardTable('/nowhere'));
    const platform = await startTestPlatform({
      modules: [
        ...productionModules,
        certificationModule,
        counterModule(readers),
        livingRoomModule({ boxes: [], room, readers, pairings: new Pairings([]), hub: new TraceHub() }),
      ],
      createCallers: platformCallers,
    });
    await seedTwoTowns(platform.context);
    return new WholePlatform(platform);
  }

  get url(): string {
    return this.platform.url;
  }

  /** A registered box of a household. */
  async box(household: keyof typeof homes): Promise<TestBox> {
    await createRegistrationCode(this.platform.context, { household, ...homes[household] });
    const box = await TestBox.make(this.url);
    await this.platform.context
      .tables<BoxesTables>()
      .insertInto('boxes.box')
      .values({
        id: box.id,
        household,
        public_key: JSON.stringify(box.jwk),
        blocked: false,
        agent_version: 'test',
        registered_at: new Date(),
        clock_error: null,
        seen_at: null,
      })
      .execute();
    return box;
  }

  /** A good card; with a household its holder is enrolled there. */
  async card(household?: keyof typeof homes): Promise<IssuedCard> {
    const { context } = this.platform;
    const certification = await openCertification(context.configuration.dataDirectory, context.clock);
    const card = await certification.issueCard(cardOrder());
    if (household !== undefined) {
      await enrolPerson(context, {
        household,
        certificate: card.authentication,
        surfacePublicKey: card.surfacePublicKey,
        pinUsedAt: new Date(),
      });
    }
    return card;
  }

  /** A person's token, after a login with the card at the box. */
  async personToken(box: TestBox, card: IssuedCard, service: ServiceName): Promise<string> {
    const verdict = await box.login(card);
    const { status, body } = await box.exchange(verdict.body.result, service);
    if (status !== 200) throw new Error(JSON.stringify([verdict, body]));
    return body.access_token;
  }

  /** A request with a token and a good proof for it. */
  async call(
    box: TestBox,
    token: string,
    path: string,
    request: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const method = request.method ?? (request.body === undefined ? 'GET' : 'POST');
    const dpop = await box.proof(method, path.split('?')[0]!, token);
    const headers = { authorization: `DPoP ${token}`, dpop, ...request.headers };
    return ask(`${this.url}${path}`, { ...request, method, headers });
  }

  /** Everything that is stored, but for what notes attempts as well: audit, rates, used proofs, living processes. */
  async stored(): Promise<Record<string, string>> {
    const database = this.platform.context.tables<Record<string, never>>();
    const { rows: tables } = await sql<{ name: string }>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema')
        and table_name not in ('audit', 'rate', 'used_proof', 'hub')
      order by 1`.execute(database);
    const content: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await sql<{ hash: string }>`
        select count(*) || ' ' || coalesce(md5(string_agg(row::text, ',' order by row::text)), '') as hash
        from ${sql.raw(name)} as row`.execute(database);
      content[name] = rows[0]!.hash;
    }
    return content;
  }

  close(): Promise<void> {
    return this.platform.close();
  }
}

export const publicKeyOf = (box: TestBox): object => {
  const { kty, crv, x, y } = createPublicKey(box.key).export({ format: 'jwk' });
  return { kty, crv, x, y };
};
