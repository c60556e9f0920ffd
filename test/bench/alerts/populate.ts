import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { type Kysely, sql } from 'kysely';
import { registerTenants } from '../../../mock-platform/src/boxes/registration.ts';
import { issuerOf } from '../../../mock-platform/src/identity/index.ts';
import { signingKey } from '../../../mock-platform/src/identity/provider/keys.ts';
import { audienceOf } from '../../../mock-platform/src/protocol/tokens.ts';
import type { PlatformContext } from '../../../mock-platform/src/server/context.ts';
import { thumbprintOf } from '../../../mock-platform/src/server/jws.ts';
import { importTownRegister } from '../../../mock-platform/src/town/import-register.ts';

const operator = { id: 'hiyori-cable', name: 'ひよりケーブル' };
export const municipality = { code: '990019', name: 'ひより町' };
export const district = 'yamate';
const hourMilliseconds = 3600_000;

/** What stands for the keys of all boxes: one pair, so that a hundred thousand need not be made. */
export interface BoxKey {
  /** PKCS #8, base64. */
  privateKey: string;
  jwk: { kty: 'EC'; crv: 'P-256'; x: string; y: string };
}

export function newBoxKey(): BoxKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    jwk: publicKey.export({ format: 'jwk' }) as BoxKey['jwk'],
  };
}

/** A town with so many households of one box each; written in one statement. @returns the ids of the boxes */
export async function populate(context: PlatformContext, key: BoxKey, boxes: number): Promise<string[]> {
  await registerTenants(context, { operators: [operator], municipalities: [municipality] });
  await importTownRegister(context, {
    municipality: municipality.code,
    name: municipality.name,
    districts: [{ code: district, name: '山手', households: boxes, east: 0, north: 0 }],
    households: [],
    shelters: [],
  });
  const ids = Array.from({ length: boxes }, () => randomUUID());
  const tables: Kysely<unknown> = context.tables();
  await sql`
    insert into boxes.household (id, operator, municipality, district)
    select box, ${operator.id}, ${municipality.code}, ${district} from unnest(${ids}::text[]) as box`.execute(
    tables,
  );
  await sql`
    insert into boxes.box (id, household, public_key, agent_version, registered_at)
    select box::uuid, box, ${JSON.stringify(key.jwk)}::jsonb, 'bench', now()
    from unnest(${ids}::text[]) as box`.execute(tables);
  await sql`analyze boxes.box`.execute(tables);
  await sql`analyze boxes.household`.execute(tables);
  return ids;
}

/** Tokens as the provider issues them to boxes, signed by its own key: getting them over HTTP is another bench's subject. */
export async function boxTokens(
  context: PlatformContext,
  key: BoxKey,
  boxes: readonly string[],
): Promise<string[]> {
  const { privateJwk } = await signingKey(context.keys);
  const signer = await importJWK(privateJwk, 'ES256');
  const jkt = thumbprintOf(key.jwk);
  const iat = Math.floor(Date.now() / 1000);
  const tokens: string[] = [];
  for (const box of boxes) {
    tokens.push(
      await new SignJWT({
        client_id: box,
        cnf: { jkt },
        tier: 't0',
        operator: operator.id,
        municipality: municipality.code,
        household: `bench-${box}`,
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: privateJwk.kid! })
        .setIssuer(issuerOf(context.configuration.publicUrl))
        .setAudience(audienceOf('boxes'))
        .setSubject(box)
        .setJti(randomUUID())
        .setIssuedAt(iat)
        .setExpirationTime(new Date(Date.now() + hourMilliseconds))
        .sign(signer),
    );
  }
  return tokens;
}

export const privateKeyOf = ({ privateKey }: BoxKey) =>
  createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
