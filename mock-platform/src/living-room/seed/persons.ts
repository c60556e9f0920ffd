import { parseCertificate } from '../../identity/certificates/certificate.ts';
import { issuerKeyOf } from '../../identity/certificates/path.ts';
import type { LinkedCertificate } from '../../identity/links/bind.ts';
import { enrolPerson } from '../../identity/persons/enrol.ts';
import { findHolder } from '../../identity/persons/find.ts';
import type { IdentityTables } from '../../identity/tables.ts';
import type { CardFile } from '../../protocol/card-reader.ts';
import type { PlatformContext } from '../../server/context.ts';
import { identityOf } from './card-files.ts';
import { type Household, households, type Resident } from './world.ts';

const genders = { male: '1', female: '2' } as const;

const factsOf = ({ address }: Household, { fullName, birthDate, sex }: Resident) => ({
  name: fullName,
  address,
  birthDate,
  gender: genders[sex],
});

/** The signature certificate of a card by its serial, as an enrolment links it; children have none. */
function signatureOf({ signature }: CardFile): LinkedCertificate | undefined {
  if (signature === undefined) return undefined;
  const { serial, facts } = parseCertificate(Buffer.from(signature.certificate, 'base64'));
  const issuer = parseCertificate(Buffer.from(signature.issuer, 'base64'));
  const [partition] = facts.distributionPoints;
  return partition && { issuerKey: issuerKeyOf(issuer), serial, partition };
}

/** Enrols everybody of the households who has a card. @returns the platform's person ids by short name */
export async function enrolResidents(
  context: PlatformContext,
  cards: ReadonlyMap<string, CardFile>,
): Promise<Map<string, string>> {
  const persons = new Map<string, string>();
  for (const home of households) {
    for (const resident of home.residents) {
      if (!resident.hasCard) continue;
      const card = cards.get(resident.key) as CardFile;
      const { issuerKey, serial, surfacePublicKey } = identityOf(card);
      // Known from an interrupted start: enrolled once all the same.
      const known = await findHolder(context.tables<IdentityTables>(), issuerKey, serial);
      const signature = signatureOf(card);
      const person =
        known?.person ??
        (await enrolPerson(context, {
          household: home.id,
          operator: home.operator,
          certificate: { issuerKey, serial },
          ...(signature ? { signature } : {}),
          surfacePublicKey,
          pinUsedAt: context.clock(),
          facts: factsOf(home, resident),
          source: 'seed',
        }));
      persons.set(resident.key, person);
    }
  }
  return persons;
}
