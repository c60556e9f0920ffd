import type { KeyObject } from 'node:crypto';
import { DerError } from '../../der/reader.ts';
import type { Certificate } from '../certificate.ts';
import { allReasons, type DistributionPoint } from '../crl/distribution.ts';
import { type Entry, findEntry, REMOVED } from '../crl/entries.ts';
import type { RevocationListEnvelope } from '../crl/list.ts';
import { coveredReasons, isDeltaOf, issuersOwn } from '../crl/scope.ts';
import { keyUsageBits } from '../extensions.ts';
import { isSameName } from '../names/distinguished-name.ts';
import { CertificateRefused } from '../refused.ts';
import { anyPolicyAccepted } from './request.ts';
import { doKeyIdentifiersAgree, type PathSearch } from './search.ts';
import type { Signatures } from './signatures.ts';
import { type ValidatedPath, walkPath } from './walk.ts';

type List = RevocationListEnvelope;

function isCurrent(list: List, at: Date): boolean {
  return list.nextUpdate !== undefined && list.thisUpdate <= at && at <= list.nextUpdate;
}

const maySignLists = ({ facts }: Certificate) => facts.keyUsage?.has(keyUsageBits.cRLSign) !== false;

const newestFirst = (one: List, other: List) => other.thisUpdate.getTime() - one.thisUpdate.getTime();

/** A certificate looked at, with the path that it stands on. */
interface Subject {
  certificate: Certificate;
  index: number;
  path: ValidatedPath;
}

/**
 * Revocation by lists that are at hand (RFC 5280 §6.3): complete, partitioned, indirect and delta lists, reasons
 * spread over several lists, lists signed by other keys. Every certificate needs current lists for all reasons.
 *
 * Stricter than §6.3.3 in two things. Any current list in scope that names the certificate revokes it, also when
 * others have covered every reason. And nobody vouches for himself: a list signed by the very certificate that is
 * looked up (or by one whose status depends on it) counts only where its issuer says so by `cRLIssuer`.
 */
export class RevocationCheck {
  private readonly complete: readonly List[];
  private readonly deltas: readonly List[];
  private readonly at: Date;
  private readonly cleared = new Set<Certificate>();
  private readonly inProgress = new Set<Certificate>();

  constructor(
    lists: readonly List[],
    private readonly search: PathSearch,
    private readonly signatures: Signatures,
    at: Date,
  ) {
    const second = new Date(Math.floor(at.getTime() / 1000) * 1000);
    this.at = second;
    const usable = lists.filter(
      ({ facts, thisUpdate }) => facts.unknownCritical.length === 0 && thisUpdate <= second,
    );
    this.complete = usable.filter(({ facts }) => facts.deltaBase === undefined).sort(newestFirst);
    this.deltas = usable
      .filter((list) => list.facts.deltaBase !== undefined && isCurrent(list, second))
      .sort((one, other) => ((one.facts.number ?? 0n) < (other.facts.number ?? 0n) ? 1 : -1));
  }

  /**
   * Judges every certificate of the path, from the anchor down.
   * @throws CertificateRefused `certificate.revoked`, `revocation.unavailable`, `path.too-complex`
   */
  checkPath(path: ValidatedPath): void {
    for (const [index, certificate] of path.certificates.entries()) {
      if (this.cleared.has(certificate)) continue;
      if (this.inProgress.has(certificate)) {
        throw new CertificateRefused('revocation.unavailable', 'a list depends on what it is about');
      }
      this.inProgress.add(certificate);
      try {
        this.checkOne({ certificate, index, path });
      } finally {
        this.inProgress.delete(certificate);
      }
      this.cleared.add(certificate);
    }
  }

  private checkOne(subject: Subject): void {
    const { certificate } = subject;
    let covered = 0;
    const used: { list: List; key: KeyObject }[] = [];
    for (const point of [...certificate.facts.points, issuersOwn(certificate)]) {
      for (const list of this.complete) {
        this.signatures.step();
        const reasons = coveredReasons(list, point, certificate);
        const key = reasons && this.signerOf(list, point, subject);
        if (!reasons || !key || used.some((one) => isNewerOfSame(one, { list, key }))) continue;
        const status = this.lookUp(list, key, certificate);
        if (status === 'revoked') throw new CertificateRefused('certificate.revoked', 'named in a list');
        if (status === 'unusable') continue;
        used.push({ list, key });
        covered |= reasons;
      }
    }
    if (covered !== allReasons) {
      throw new CertificateRefused('revocation.unavailable', 'no current list covers every reason');
    }
  }

  /** Both lists of one scope together; a complete list past its time counts with a current delta list (§6.3.3 (a)). */
  private lookUp(list: List, key: KeyObject, { serialOctets, issuer }: Certificate) {
    const delta = this.deltas.find((one) => isDeltaOf(one, list) && this.signatures.holds(one, key));
    if (!delta && !isCurrent(list, this.at)) return 'unusable';
    try {
      const changed: Entry | undefined = delta && findEntry(delta, serialOctets, issuer);
      const entry = findEntry(list, serialOctets, issuer);
      if (changed) return changed.reason === REMOVED ? 'good' : 'revoked';
      return entry ? 'revoked' : 'good';
    } catch (error) {
      if (error instanceof DerError) return 'unusable';
      throw error;
    }
  }

  /** The key that has signed the list and may do so (§6.3.3 (f), (g)), or undefined. */
  private signerOf(list: List, point: DistributionPoint, subject: Subject): KeyObject | undefined {
    return this.signerAbove(list, subject) ?? this.signerElsewhere(list, point, subject);
  }

  /** The issuer itself or another authority of the path, whose status is settled already. */
  private signerAbove(list: List, { index, path }: Subject): KeyObject | undefined {
    const { anchor, certificates, keys } = path;
    const above = [anchor, ...certificates.slice(0, index)];
    for (const [place, candidate] of above.entries()) {
      const key = place === 0 ? this.signatures.keyOf(anchor, undefined)?.key : keys[place - 1];
      if (key && this.mayHaveSigned(list, candidate) && this.signatures.holds(list, key)) return key;
    }
    return undefined;
  }

  private mayHaveSigned(list: List, candidate: Certificate): boolean {
    return (
      maySignLists(candidate) &&
      doKeyIdentifiersAgree(list.facts.authorityKeyIdentifier, candidate) &&
      isSameName(list.issuer, candidate.subject)
    );
  }

  private signerElsewhere(list: List, point: DistributionPoint, subject: Subject): KeyObject | undefined {
    const { certificate, index, path } = subject;
    const isNamed = point.listIssuer !== undefined;
    const own = path.keys[index];
    if (isNamed && own && this.mayHaveSigned(list, certificate) && this.signatures.holds(list, own)) {
      return own;
    }
    for (const candidate of this.search.intermediatesNamed(list.issuer)) {
      if (!this.mayHaveSigned(list, candidate)) continue;
      if (!this.signatures.mayHold(list, candidate)) continue;
      const key = this.validatedKey(candidate, path.anchor);
      if (key && this.signatures.holds(list, key)) return key;
    }
    return undefined;
  }

  /** The signer of a list must have a path of its own to the same anchor (§6.3.3 (f)). */
  private validatedKey(signer: Certificate, sameAnchor: Certificate): KeyObject | undefined {
    try {
      return this.search.find(signer, (anchor, certificates) => {
        if (anchor !== sameAnchor) {
          throw new CertificateRefused('certificate.untrusted', 'signer of a list under another anchor');
        }
        const settings = { policy: anyPolicyAccepted, at: this.at, use: 'any' } as const;
        const path = walkPath(anchor, certificates, this.signatures, settings);
        this.checkPath(path);
        return path.keys.at(-1);
      });
    } catch (error) {
      if (error instanceof CertificateRefused && error.fault !== 'path.too-complex') return undefined;
      throw error;
    }
  }
}

type Used = { list: List; key: KeyObject };

/** Of lists of one scope by one key only the newest counts. */
function isNewerOfSame(newer: Used, older: Used): boolean {
  const [own, other] = [newer.list.facts.distribution?.der, older.list.facts.distribution?.der];
  return (
    newer.list !== older.list &&
    newer.key === older.key &&
    isSameName(newer.list.issuer, older.list.issuer) &&
    (own === undefined || other === undefined ? own === other : own.equals(other))
  );
}
