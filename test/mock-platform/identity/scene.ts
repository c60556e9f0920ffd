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
import { customersModule } from '../../../mock-platform/src/customers/module.ts';
import { openDatabase } from '../../../mock-platform/src/database/open-database.ts';
import { parseCertificate } from '../../../mock-platform/src/identity/certificates/certificate.ts';
import {
  createIdentityModule,
  type Enrolment,
  enrolPerson,
  issuerOf,
  localKeySet,
  policyOf,
} from '../../../mock-platform/src/identity/index.ts';
import type { LinkService } from '../../../mock-platform/src/identity/links/source.ts';
import type { LoginLimits } from '../../../mock-platform/src/identity/login/limits.ts';
import type { IdentityTables } from '../../../mock-platform/src/identity/tables.ts';
import { createCallers } from '../../../mock-platform/src/relying-party/callers.ts';
import { type RunningPlatform, startPlatform } from '../../../mock-platform/src/server/platform.ts';
import { prepareDataDirectory } from '../database-template.ts';
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

/** Name of the revocation list that would hold the card's signature certificate. */
const partitionOf = ({ file }: IssuedCard): Buffer =>
  parseCertificate(Buffer.from(file.signature!.certificate, 'base64')).facts.distributionPoints[0]!;

interface SceneOptions {
  profile?: 'trial' | 'statute';
  certificationUrl?: string;
  limits?: LoginLimits;
  /** Instead of those of the certification service. */
  links?: LinkService;
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
    const { limits, links } = options;
    const identityModule = createIdentityModule({
      ...(limits ? { limits } : {}),
      ...(links ? { links: () => links } : {}),
    });
    const modules = [boxesModule, identityModule, customersModule, certificationModule];
    if (databaseUrl === undefined) await prepareDataDirectory(dataDirectory);
    const database = await openDatabase({ dataDirectory, databaseUrl });
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

  /** The tables of identity alone, as its own functions take them. */
  get own() {
    return this.platform.context.tables<IdentityTables>();
  }

  private async town(): Promise<void> {
    await this.tables
      .insertInto('boxes.operator')
      .values([
        { id: 'hiyori-cable', name: 'ひよりケーブル' },
        { id: 'miharashi-tv', name: 'みはらしテレビ' },
      ])
      .execute();
    await this.tables
      .insertInto('boxes.municipality')
      .values([
        { code: '990019', name: 'ひより町' },
        { code: '990027', name: 'みはらし町' },
      ])
      .execute();
    const at = (operator: string, municipality: string) => ({ operator, municipality, district: 'yamate' });
    await this.tables
      .insertInto('boxes.household')
      .values([
        { id: 'hana', name: 'hana', ...at('hiyori-cable', '990019') },
        { id: 'kenji', name: 'kenji', ...at('hiyori-cable', '990019') },
        { id: 'sachiko', name: 'sachiko', ...at('miharashi-tv', '990027') },
      ])
      .execute();
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

  /** A card of the next generation: made in a tenth of the time, where the kind of key is not the question. */
  issueQuickly(change: Partial<CardOrder> = {}): Promise<IssuedCard> {
    return this.issue({ generation: 'next', ...change });
  }

  /** Registers a card's holder as a person of a household. */
  enrol(card: IssuedCard, household: string, change: Partial<Enrolment> = {}): Promise<string> {
    return enrolPerson(this.platform.context, {
      household,
      operator: household === 'sachiko' ? 'miharashi-tv' : 'hiyori-cable',
      certificate: card.authentication,
      ...(card.signature ? { signature: { ...card.signature, partition: partitionOf(card) } } : {}),
      surfacePublicKey: card.surfacePublicKey,
      pinUsedAt: new Date(),
      ...change,
    });
  }

  /** Record of the last entry; its kind beside it. */
  async lastAudit(): Promise<Record<string, unknown>> {
    const { kind, record } = await this.tables
      .selectFrom('identity.audit')
      .select(['kind', 'record'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    return { kind, ...(JSON.parse(record) as Record<string, unknown>) };
  }

  close(): Promise<void> {
    return this.closing();
  }
}
