import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { closeCertification, openCertification } from './certification.ts';
import { linkRoutes } from './link-routes.ts';
import { statusRoutes } from './status-routes.ts';

export { type Certification, openCertification } from './certification.ts';
export type { CertificateState, Citizen, Counter } from './counter.ts';
export { serialOf } from './counter.ts';
export type { CardFile, CardOrder, IssuedCard } from './issue.ts';
export type { Authority } from './names.ts';
export type { RevocationReason } from './register.ts';

/** Revocation lists, status answers and links over HTTP, for machines; exists only in the demo. */
export const certificationModule: PlatformModule = {
  name: 'certification',
  migrations: {},
  async routes(app, context: PlatformContext) {
    const { dataDirectory } = context.configuration;
    const certification = await openCertification(dataDirectory, context.clock);
    context.onClose(() => closeCertification(dataDirectory));
    statusRoutes(app, context, certification);
    linkRoutes(app, context, certification);
  },
};
