import { enrolPerson } from '../../identity/persons/enrol.ts';
import { findHolder } from '../../identity/persons/find.ts';
import type { IdentityTables } from '../../identity/tables.ts';
import type { CardFile } from '../../protocol/card-reader.ts';
import type { PlatformContext } from '../../server/context.ts';
import { identityOf } from './card-files.ts';
import { households } from './world.ts';

/** Enrols everybody of the households who has a card. @returns the platform's person ids by short name */
export async function enrolResidents(
  context: PlatformContext,
  cards: ReadonlyMap<string, CardFile>,
): Promise<Map<string, string>> {
  const persons = new Map<string, string>();
  for (const { id: household, residents } of households) {
    for (const { key, hasCard } of residents) {
      if (!hasCard) continue;
      const { issuerKey, serial, surfacePublicKey } = identityOf(cards.get(key) as CardFile);
      // Known from an interrupted start: enrolled once all the same.
      const known = await findHolder(context.tables<IdentityTables>(), issuerKey, serial);
      const person =
        known?.person ??
        (await enrolPerson(context, {
          household,
          certificate: { issuerKey, serial },
          surfacePublicKey,
          pinUsedAt: context.clock(),
        }));
      persons.set(key, person);
    }
  }
  return persons;
}
