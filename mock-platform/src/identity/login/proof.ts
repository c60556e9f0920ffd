import { loginMessage } from '../../protocol/identity.ts';
import { examine } from '../cards/examine.ts';
import { isCardSignature } from '../certificates/algorithms.ts';
import type { Certificate } from '../certificates/certificate.ts';
import type { Holder } from '../persons/find.ts';
import { askRevocation } from '../revocation/status.ts';
import type { LoginEnvironment } from './environment.ts';
import type { LoginFacts } from './judge.ts';
import type { Statement } from './statement.ts';

type Proof = NonNullable<Statement['proof']>;
type Found = Pick<LoginFacts, 'proof' | 'signature'>;

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');

/** T3: the signature certificate must be good by itself and linked to the person whose card it is. */
async function checkSignatureKey(
  environment: LoginEnvironment,
  message: Uint8Array,
  proof: Extract<Proof, { kind: 'signature-key' }>,
  holder: Holder,
): Promise<Found> {
  const { verdict, certificate, anchor } = examine(environment, 'signature', proof.certificate);
  if (!certificate || !isCardSignature(certificate.publicKey, message, bytes(proof.signature))) {
    return { proof: 'wrong', signature: 'other' };
  }
  const { signature } = holder;
  const linked = signature?.serial === certificate.serial && signature.issuerKey === anchor?.issuerKey;
  if (verdict === 'certificate.expired') return { proof: proof.kind, signature: 'revoked' };
  if (verdict !== 'good' || !anchor || !linked) return { proof: proof.kind, signature: 'other' };
  return { proof: proof.kind, signature: await askRevocation(environment.sources, certificate, anchor) };
}

/** What the card's signature over the challenge shows. */
export async function checkProof(
  environment: LoginEnvironment,
  statement: Statement,
  certificate: Certificate,
  holder: Holder,
): Promise<Found> {
  const { proof } = statement;
  const signature = 'not-needed';
  const { surfaceKey } = holder;
  if (!proof) return { proof: surfaceKey ? 'none' : 'not-enrolled', signature };
  const message = loginMessage(statement);
  if (proof.kind === 'signature-key') return checkSignatureKey(environment, message, proof, holder);
  const key = proof.kind === 'surface-authentication' ? surfaceKey : certificate.publicKey;
  if (!key) return { proof: 'not-enrolled', signature };
  const good = isCardSignature(key, message, bytes(proof.signature));
  return { proof: good ? proof.kind : 'wrong', signature };
}
