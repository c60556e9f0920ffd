import type { LoginNotice } from '../../protocol/identity.ts';
import type { PlatformContext } from '../../server/context.ts';
import type { Certificate } from '../certificates/certificate.ts';
import type { Anchor } from '../certificates/path.ts';
import type { IdentityTables } from '../tables.ts';
import type { Findings } from './findings.ts';

/** The municipality invites holders to renew three months before the end; so does the television. */
const renewSoonMs = 90 * 24 * 3_600_000;

/** What an allowed login shows that the person should know. */
export function noticesOf({ signature, card }: Findings, now: Date): LoginNotice[] {
  const end = card.certificate?.notAfter;
  const endsSoon = end !== undefined && end.getTime() - now.getTime() < renewSoonMs;
  return [
    ...(signature === 'revoked' ? (['signature-certificate.revoked'] as const) : []),
    ...(endsSoon ? (['certificate.renew-soon'] as const) : []),
  ];
}

/** Keeps the name of the revocation list, so that the regular check need not ask the responder about this certificate. */
export async function rememberPartition(
  context: PlatformContext,
  { issuerKey }: Anchor,
  { serial, facts }: Certificate,
): Promise<void> {
  const [partition] = facts.distributionPoints;
  if (!partition) return;
  await context
    .tables<IdentityTables>()
    .updateTable('identity.certificate')
    .set({ partition: partition.toString('base64') })
    .where('issuer_key', '=', issuerKey)
    .where('serial', '=', serial)
    .where('partition', 'is', null)
    .execute();
}
