import type { KeyObject } from 'node:crypto';
import { DerError } from '../../der/reader.ts';
import { isKnownAlgorithm } from '../algorithms.ts';
import type { Certificate } from '../certificate.ts';
import { extensionIds, keyUsageBits } from '../extensions.ts';
import { areNamesAllowed, constrainedNames, type NameConstraints } from '../names/constraints.ts';
import { isEmptyName, isSameName } from '../names/distinguished-name.ts';
import { CertificateRefused } from '../refused.ts';
import { anyPolicy, PolicyGraph } from './policies.ts';
import type { PolicySettings, Use } from './request.ts';
import type { Signatures } from './signatures.ts';
import { checkUse } from './use.ts';

/** A path that holds, from the anchor's child to the target. */
export interface ValidatedPath {
  anchor: Certificate;
  certificates: readonly Certificate[];
  /** Public keys of the certificates, in their order. */
  keys: readonly (KeyObject | undefined)[];
  /** The user-constrained policy set. */
  policies: readonly string[];
  /** The first moment at which one of its certificates is expired. */
  until: Date;
}

/** Extensions whose meaning is covered here; any other critical one is refused (RFC 5280 §4.2). */
const understood: ReadonlySet<string> = new Set([
  extensionIds.basicConstraints,
  extensionIds.keyUsage,
  extensionIds.extendedKeyUsage,
  extensionIds.subjectAltName,
  extensionIds.nameConstraints,
  extensionIds.certificatePolicies,
  extensionIds.policyMappings,
  extensionIds.policyConstraints,
  extensionIds.inhibitAnyPolicy,
  extensionIds.crlDistributionPoints,
]);

/** Validity counts both ends and whole seconds: 23:59:59 JST of the last day is still good. @throws CertificateRefused */
export function checkValidity(certificate: Certificate, at: Date): void {
  const second = Math.floor(at.getTime() / 1000) * 1000;
  if (second < certificate.notBefore.getTime()) {
    throw new CertificateRefused('certificate.not-yet-valid', 'before notBefore');
  }
  if (second > certificate.notAfter.getTime()) {
    throw new CertificateRefused('certificate.expired', 'after notAfter');
  }
}

const isSelfIssued = (certificate: Certificate) => isSameName(certificate.issuer, certificate.subject);

function checkExtensions({ extensions }: Certificate): void {
  for (const [id, { critical }] of extensions) {
    if (critical && !understood.has(id)) {
      throw new CertificateRefused('certificate.critical-extension', `unknown critical extension ${id}`);
    }
  }
}

/** What an authority must be, on the way or as anchor. @throws CertificateRefused */
export function checkAuthority({ facts, subject }: Certificate): void {
  if (isEmptyName(subject)) throw new CertificateRefused('path.not-authority', 'an authority without a name');
  if (facts.keyUsage?.has(keyUsageBits.keyCertSign) === false) {
    throw new CertificateRefused('path.key-usage', 'keyCertSign is not set');
  }
}

/** The state of RFC 5280 §6.1.2 that goes from certificate to certificate. */
class Walk {
  private readonly graph = new PolicyGraph();
  private readonly constraints: NameConstraints[] = [];
  private explicitPolicy: number;
  private policyMapping: number;
  private inhibitAny: number;
  private pathLength: number;

  constructor(
    anchor: Certificate,
    private readonly length: number,
    private readonly settings: PolicySettings,
    private readonly at: Date,
  ) {
    const { facts } = anchor;
    this.explicitPolicy = settings.requireExplicitPolicy ? 0 : length + 1;
    this.policyMapping = settings.inhibitPolicyMapping ? 0 : length + 1;
    this.inhibitAny = settings.inhibitAnyPolicy ? 0 : length + 1;
    this.pathLength = Math.min(length, facts.basicConstraints?.pathLength ?? length);
    if (facts.nameConstraints) this.constraints.push(facts.nameConstraints);
  }

  /** §6.1.3 without the signature. */
  step(certificate: Certificate, index: number): void {
    const isTarget = index === this.length;
    checkExtensions(certificate);
    checkValidity(certificate, this.at);
    const selfIssued = !isTarget && isSelfIssued(certificate);
    if (!selfIssued) this.checkNames(certificate, isTarget);
    this.takePolicies(certificate, selfIssued);
    if (!isTarget) this.prepareNext(certificate, selfIssued);
  }

  private checkNames({ subject, facts }: Certificate, isTarget: boolean): void {
    if (this.constraints.length === 0) return;
    let allowed: boolean;
    try {
      const names = constrainedNames(subject, facts.subjectAltName, isTarget);
      allowed = this.constraints.every((constraints) => areNamesAllowed(names, constraints));
    } catch (error) {
      if (error instanceof DerError) throw new CertificateRefused('path.name-constraints', error.message);
      throw error;
    }
    if (!allowed)
      throw new CertificateRefused('path.name-constraints', 'a name outside what is allowed above');
  }

  private takePolicies({ facts }: Certificate, selfIssued: boolean): void {
    if (!facts.policies) this.graph.clear();
    else if (!this.graph.isEmpty) {
      this.graph.next(facts.policies, this.inhibitAny > 0 || selfIssued);
    }
    if (this.explicitPolicy === 0 && this.graph.isEmpty) {
      throw new CertificateRefused('certificate.wrong-policy', 'no policy holds for the whole path');
    }
  }

  /** §6.1.4. */
  private prepareNext(certificate: Certificate, selfIssued: boolean): void {
    const { facts } = certificate;
    if (facts.policyMappings.some((mapping) => mapping.includes(anyPolicy))) {
      throw new CertificateRefused('certificate.wrong-policy', 'anyPolicy is mapped');
    }
    if (facts.policyMappings.length > 0) this.graph.map(facts.policyMappings, this.policyMapping > 0);
    if (facts.nameConstraints) this.constraints.push(facts.nameConstraints);
    if (!selfIssued) {
      this.explicitPolicy = Math.max(0, this.explicitPolicy - 1);
      this.policyMapping = Math.max(0, this.policyMapping - 1);
      this.inhibitAny = Math.max(0, this.inhibitAny - 1);
    }
    const { requireExplicitPolicy, inhibitPolicyMapping } = facts.policyConstraints ?? {};
    this.explicitPolicy = Math.min(this.explicitPolicy, requireExplicitPolicy ?? this.explicitPolicy);
    this.policyMapping = Math.min(this.policyMapping, inhibitPolicyMapping ?? this.policyMapping);
    this.inhibitAny = Math.min(this.inhibitAny, facts.inhibitAnyPolicy ?? this.inhibitAny);

    if (certificate.version !== 3 || facts.basicConstraints?.ca !== true) {
      throw new CertificateRefused('path.not-authority', 'an issuer is no certification authority');
    }
    if (!selfIssued) {
      if (this.pathLength <= 0) throw new CertificateRefused('path.too-long', 'pathLenConstraint');
      this.pathLength -= 1;
    }
    this.pathLength = Math.min(this.pathLength, facts.basicConstraints.pathLength ?? this.pathLength);
    checkAuthority(certificate);
  }

  /** §6.1.5. */
  finish(target: Certificate): string[] {
    const explicit = Math.max(0, this.explicitPolicy - 1);
    const isRequired = explicit === 0 || target.facts.policyConstraints?.requireExplicitPolicy === 0;
    const policies = this.graph.isEmpty ? [] : this.graph.userConstrained(this.settings.initialPolicySet);
    if (isRequired && policies.length === 0) {
      throw new CertificateRefused(
        'certificate.wrong-policy',
        'no acceptable policy holds for the whole path',
      );
    }
    return policies;
  }
}

/** @throws CertificateRefused */
function checkAnchor(anchor: Certificate, at: Date): void {
  checkValidity(anchor, at);
  const { basicConstraints } = anchor.facts;
  if (basicConstraints && !basicConstraints.ca) {
    throw new CertificateRefused('path.not-authority', 'the anchor says it is no certification authority');
  }
  checkAuthority(anchor);
}

export interface WalkSettings {
  policy: PolicySettings;
  at: Date;
  use: Use;
}

/**
 * Basic path validation (RFC 5280 §6.1) of one path, from the anchor's child to the target, without revocation.
 * The names chain, because the path was built by them.
 * @throws CertificateRefused
 */
export function walkPath(
  anchor: Certificate,
  certificates: readonly Certificate[],
  signatures: Signatures,
  { policy, at, use }: WalkSettings,
): ValidatedPath {
  checkAnchor(anchor, at);
  const walk = new Walk(anchor, certificates.length, policy, at);
  let working = signatures.keyOf(anchor, undefined);
  let until = anchor.notAfter;
  const keys = certificates.map((certificate, index) => {
    if (!isKnownAlgorithm(certificate.algorithm)) {
      throw new CertificateRefused('path.algorithm', 'signature algorithm is not accepted');
    }
    if (!working || !signatures.holds(certificate, working.key)) {
      throw new CertificateRefused('path.signature', 'not signed by its issuer');
    }
    walk.step(certificate, index + 1);
    if (certificate.notAfter < until) until = certificate.notAfter;
    working = signatures.keyOf(certificate, working.parameters);
    return working?.key;
  });
  const target = certificates.at(-1)!;
  if (use !== 'any') checkUse([anchor, ...certificates], use);
  return { anchor, certificates, keys, policies: walk.finish(target), until };
}
