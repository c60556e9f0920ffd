import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { registerTenants } from '../../../../mock-platform/src/boxes/registration.ts';
import type { BoxesTables } from '../../../../mock-platform/src/boxes/tables.ts';
import {
  certificationModule,
  type IssuedCard,
  openCertification,
} from '../../../../mock-platform/src/certification/index.ts';
import type { Generation } from '../../../../mock-platform/src/certification/keys.ts';
import { parseCertificate } from '../../../../mock-platform/src/identity/certificates/certificate.ts';
import { enrolPerson } from '../../../../mock-platform/src/identity/index.ts';
import type { PlatformConfiguration } from '../../../../mock-platform/src/server/configuration.ts';
import type { PlatformContext } from '../../../../mock-platform/src/server/context.ts';
import { platformCallers, productionModules } from '../../../../mock-platform/src/server/modules.ts';
import { type RunningPlatform, startPlatform } from '../../../../mock-platform/src/server/platform.ts';
import { cardOrder } from '../../../mock-platform/identity/scene.ts';
import type { BoxData } from './load-box.ts';

const OPERATOR = { id: 'hiyori-cable', name: 'ひよりケーブル' };
const MUNICIPALITY = { code: '990019', name: 'ひより町' };

/** Name of the revocation list that would hold the signature certificate. */
const partitionOf = ({ file }: IssuedCard): Buffer =>
  parseCertificate(Buffer.from(file.signature!.certificate, 'base64')).facts.distributionPoints[0]!;

const base64Url = (base64: string): string => Buffer.from(base64, 'base64').toString('base64url');

async function addBox(context: PlatformContext, household: string, card: IssuedCard): Promise<BoxData> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' }) as BoxData['jwk'];
  const id = randomUUID();
  await context
    .tables<BoxesTables>()
    .insertInto('boxes.box')
    .values({
      id,
      household,
      public_key: JSON.stringify(jwk),
      blocked: false,
      agent_version: 'bench',
      registered_at: new Date(),
      clock_error: null,
      seen_at: null,
    })
    .execute();
  return {
    id,
    jwk,
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    card: {
      certificate: base64Url(card.file.authentication!.certificate),
      privateKey: card.file.surface!.privateKey,
    },
  };
}

/** The certification service beside the platforms, and the platform's database filled with people and boxes. */
export class BenchWorld {
  private constructor(
    private readonly configuration: PlatformConfiguration,
    private readonly platform: RunningPlatform,
  ) {}

  /** @param configuration of the platform processes, but for the address of the certification service */
  static async open(configuration: Omit<PlatformConfiguration, 'certificationUrl'>): Promise<BenchWorld> {
    const own = {
      ...configuration,
      port: 0,
      demo: true,
      publicUrl: 'http://localhost:0',
      certificationUrl: 'http://localhost:0/certification',
    };
    const platform = await startPlatform(own, {
      modules: [...productionModules, certificationModule],
      createCallers: platformCallers,
    });
    const { context } = platform;
    await registerTenants(context, { operators: [OPERATOR], municipalities: [MUNICIPALITY] });
    const trust = join(configuration.dataDirectory, 'trust');
    for (const purpose of ['authentication', 'signature', 'surface']) {
      cpSync(join(trust, 'demo', purpose), join(trust, purpose), { recursive: true });
    }
    return new BenchWorld(context.configuration, platform);
  }

  get certificationUrl(): string {
    return this.configuration.certificationUrl;
  }

  /** Households with one enrolled person and card each, and several boxes. */
  async people(generation: Generation, households: number, boxesOfEach: number): Promise<BoxData[]> {
    const { context } = this.platform;
    const certification = await openCertification(this.configuration.dataDirectory, context.clock);
    const boxes = Array.from({ length: households }, async (_, turn) => {
      const household = `${generation}-${turn}`;
      const card = await certification.issueCard(cardOrder({ generation, cardName: household }));
      await context
        .tables<BoxesTables>()
        .insertInto('boxes.household')
        .values({
          id: household,
          name: household,
          operator: OPERATOR.id,
          municipality: MUNICIPALITY.code,
          district: 'yamate',
        })
        .execute();
      await enrolPerson(context, {
        household,
        operator: OPERATOR.id,
        certificate: card.authentication,
        signature: { ...card.signature!, partition: partitionOf(card) },
        surfacePublicKey: card.surfacePublicKey,
        pinUsedAt: new Date(),
      });
      return Promise.all(Array.from({ length: boxesOfEach }, () => addBox(context, household, card)));
    });
    const made = await Promise.all(boxes);
    // Household by household in turn: no card logs in twice running.
    return Array.from({ length: boxesOfEach }, (_, turn) => made.map((of) => of[turn]!)).flat();
  }

  get context(): PlatformContext {
    return this.platform.context;
  }

  close(): Promise<void> {
    return this.platform.close();
  }
}
