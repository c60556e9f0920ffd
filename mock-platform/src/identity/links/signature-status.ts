import type { SignatureStatus } from '../audit/record.ts';
import type { CardEnvironment } from '../login/environment.ts';
import type { Holder } from '../persons/find.ts';
import { asAskedFor } from '../revocation/named-certificate.ts';
import { askRevocation } from '../revocation/status.ts';
import type { IdentityTables } from '../tables.ts';

/**
 * Status of the signature certificate that is linked to a person (S12 asks for both certificates at a login). It never
 * speaks about the card: a child has none, and a move or a new name revokes it.
 */
export async function signatureStatus(
  { anchors, sources }: CardEnvironment,
  { signature }: Holder,
): Promise<SignatureStatus> {
  if (!signature) return 'absent';
  const anchor = anchors().find(
    ({ purpose, issuerKey }) => purpose === 'signature' && issuerKey === signature.issuerKey,
  );
  return anchor ? askRevocation(sources, asAskedFor(signature), anchor) : 'unavailable';
}

/** Notes that the person's facts have changed: staff see whom to register anew (S11). */
export async function noteRevokedSignature(
  { context }: CardEnvironment,
  { signature }: Holder,
  status: SignatureStatus,
): Promise<void> {
  if (!signature || status !== 'revoked' || signature.revokedSeen) return;
  await context
    .tables<IdentityTables>()
    .updateTable('identity.signature_certificate')
    // The regular check finds out why, and tells others, at its next round.
    .set({ revoked_seen_at: context.clock(), checked_at: null })
    .where('issuer_key', '=', signature.issuerKey)
    .where('serial', '=', signature.serial)
    .where('revoked_seen_at', 'is', null)
    .execute();
}
