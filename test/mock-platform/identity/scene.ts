import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boxesModule } from '../../../mock-platform/src/boxes/module.ts';
import type { BoxesTables } from '../../../mock-platform/src/boxes/tables.ts';
import {
  type CardOrder,
  type Certification,
  certificationModule,
  type IssuedCard,
  openCertification,
} from '../../../mock-platform/src/certification/index.ts';
import { openDatabase } from '../../../mock-platform/src/database/open-database.ts';
import {
  enrolPerson,
  identityModule,
  issuerOf,
  localKeySet,
  policyOf,
} from '../../../mock-platform/src/identity/index.ts';
import type { IdentityTables } from '../../../mock-platform/src/identity/tables.ts';
import { createCallers } from '../../../mock-platform/src/relying-party/callers.ts';
import { type RunningPlatform, startPlatform } from '../../../mock-platform/src/server/platform.ts';
import { TestBox } from './box.ts';

const DAY_MS = 86_400_000;

export const cardOrder = (change: Partial<CardOrder> = {}): CardOrder => ({
  municipality: '990019',
  name: '若葉 はな',
  address: 'ひより町山手一丁目',
  birthDate: '1944-05-03',
  sex: 'female',
  withSignature: true,
  issuedAt: new Date(Date.now() - 200 * DAY_MS),
  cardName: 'hana',
  ...change,
});

interface SceneOptions {
  profile?: 'trial' | 'statute';
  certificationUrl?: string;
  /** PostgreSQL instead of the embedded database. */
  databaseUrl?: string;
}

/** A platform with identity and certification, two households with a box each, and people to log in. */
export class Scene {
  /** Added to the real time. */
  offsetMs = 0;

  private constructor(
    readonly platform: RunningPlatform,
    readonly certification: Certification,
    private readonly closing: () => Promise<void>,
  ) {}

  static async open(options: SceneOptions = {}): Promise<Scene> {
    const { profile = 'trial', certificationUrl = 'http://localhost:0/certification', databaseUrl } = options;
    const dataDirectory = mkdtempSync(join(tmpdir(), 'chanoma-identity-'));
    const modules = [boxesModule, identityModule, certificationModule];
    const database = await openDatabase({ dataDirectory: ':memory:', databaseUrl });
    const now = { of: (): Date => new Date() };
    const platform = await startPlatform(
      {
        port: 0,
        dataDirectory,
        databaseUrl: undefined,
        profile,
        demo: true,
        publicUrl: 'http://localhost:0',
        certificationUrl,
      },
      {
        modules,
        database,
        clock: () => now.of(),
        createCallers: async ({ configuration, clock, keys }) =>
          createCallers({
            issuer: issuerOf(configuration.publicUrl),
            jwks: await localKeySet(keys),
            policyOf: (service) => policyOf(configuration.profile)[service],
            clock,
            htuBase: configuration.publicUrl,
          }),
      },
    );
    const certification = await openCertification(dataDirectory, platform.context.clock);
    const scene = new Scene(platform, certification, async () => {
      await platform.close();
      await database.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    });
    now.of = () => new Date(Date.now() + scene.offsetMs);
    await scene.town();
    return scene;
  }

  get tables() {
    return this.platform.context.tables<IdentityTables & BoxesTables>();
  }

  private async town(): Promise<void> {
    await this.tables
      .insertInto('boxes.operator')
      .values({ id: 'hiyori-cable', name: 'ひよりケーブル' })
      .execute();
    await this.tables.insertInto('boxes.municipality').values({ code: '990019', name: 'ひより町' }).execute();
    for (const id of ['hana', 'kenji']) {
      await this.tables
        .insertInto('boxes.household')
        .values({ id, operator: 'hiyori-cable', municipality: '990019', district: 'yamate', name: id })
        .execute();
    }
  }

  async box(household: string): Promise<TestBox> {
    const box = await TestBox.make(this.platform.url);
    await this.tables
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

  issue(change: Partial<CardOrder> = {}): Promise<IssuedCard> {
    return this.certification.issueCard(cardOrder(change));
  }

  /** Registers a card's holder as a person of a household. */
  enrol(card: IssuedCard, household: string): Promise<string> {
    return enrolPerson(this.platform.context, {
      household,
      certificate: card.authentication,
      surfacePublicKey: card.surfacePublicKey,
      pinUsedAt: new Date(),
    });
  }

  async lastAudit() {
    return this.tables
      .selectFrom('identity.login_audit')
      .selectAll()
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
  }

  close(): Promise<void> {
    return this.closing();
  }
}
