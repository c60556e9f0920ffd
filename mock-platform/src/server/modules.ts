import { alertsModule } from '../alerts/module.ts';
import { bookingModule } from '../booking/module.ts';
import { boxesModule } from '../boxes/module.ts';
import { listOperators } from '../boxes/register.ts';
import { bookingConsoleModule } from '../console/booking/module.ts';
import { consoleModule } from '../console/module.ts';
import { customersModule } from '../customers/module.ts';
import { healthModule } from '../health/module.ts';
import { identityModule, issuerOf, localKeySet, policyOf } from '../identity/index.ts';
import { noticesModule } from '../notices/module.ts';
import { operationsModule } from '../operations/module.ts';
import { paymentModule } from '../payment/module.ts';
import { createCallers } from '../relying-party/callers.ts';
import { tokensModule, usedProofs } from '../relying-party/module.ts';
import { shelterModule } from '../shelter/module.ts';
import { townModule } from '../town/module.ts';
import type { Callers, PlatformContext, PlatformModule } from './context.ts';

/** The parts of every platform, in the order of their routes; the demo adds its own. */
export const productionModules: readonly PlatformModule[] = [
  operationsModule,
  tokensModule,
  boxesModule,
  identityModule,
  customersModule,
  townModule,
  alertsModule,
  noticesModule,
  shelterModule,
  healthModule,
  paymentModule,
  bookingModule,
  consoleModule,
  bookingConsoleModule,
];

/** Ids of all cable operators, for commands that work without a running platform. */
export const operatorsOf = ({ tables }: Pick<PlatformContext, 'tables'>): Promise<string[]> =>
  listOperators(tables());

/** Checks tokens of the platform's own OpenID provider, in the same process. */
export async function platformCallers(context: PlatformContext): Promise<Callers> {
  const { publicUrl, profile } = context.configuration;
  const tiers = policyOf(profile);
  return createCallers({
    issuer: issuerOf(publicUrl),
    jwks: await localKeySet(context.keys),
    policyOf: (service) => tiers[service],
    clock: context.clock,
    htuBase: publicUrl,
    usedProofs: usedProofs(context),
  });
}
