import { DerError } from '../../der/reader.ts';
import type { Certificate } from '../certificate.ts';
import { CertificateRefused } from '../refused.ts';
import { anyPolicyAccepted, type ValidationRequest } from './request.ts';
import { RevocationCheck } from './revocation.ts';
import { PathSearch } from './search.ts';
import { Signatures } from './signatures.ts';
import { type ValidatedPath, walkPath } from './walk.ts';

/** One of each, and none that is there already; anchors and target keep their identity. */
function distinct(certificates: readonly Certificate[], seen: Set<string>): Certificate[] {
  return certificates.filter(({ der }) => {
    const key = der.toString('latin1');
    return !seen.has(key) && seen.add(key);
  });
}

function run(request: ValidationRequest): ValidatedPath {
  const {
    target,
    at,
    use = 'any',
    policy = anyPolicyAccepted,
    revocation = 'require',
    dsa = false,
  } = request;
  const { intermediates = [], lists = [] } = request;
  const signatures = new Signatures(dsa);
  const anchors = request.anchors.length > 1 ? distinct(request.anchors, new Set()) : request.anchors;
  const others =
    intermediates.length > 0
      ? distinct([target, ...anchors, ...intermediates], new Set())
          .slice(1)
          .filter((one) => !anchors.includes(one))
      : intermediates;
  const search = new PathSearch(anchors, others, signatures, at);
  const check = revocation === 'require' ? new RevocationCheck(lists, search, signatures, at) : undefined;
  return search.find(target, (anchor, path) => {
    const validated = walkPath(anchor, path, signatures, { policy, at, use });
    if (!validated.keys.at(-1))
      throw new CertificateRefused('certificate.key', 'its own key is not accepted');
    check?.checkPath(validated);
    return validated;
  });
}

/**
 * Path validation in full (RFC 5280 §6): finds a way from the target to an anchor on which signatures, names,
 * validity, constraints, key usage and policies hold (§6.1), its own key is one that is accepted, and, if asked for, nothing is revoked (§6.3).
 * @throws CertificateRefused and nothing else, whatever the certificates and lists are
 */
export function validate(request: ValidationRequest): ValidatedPath {
  try {
    return run(request);
  } catch (error) {
    // Everything that can be wrong with the bytes was found when they were read; what was not is refused as well.
    if (error instanceof DerError) throw new CertificateRefused('certificate.malformed', error.message);
    throw error;
  }
}
