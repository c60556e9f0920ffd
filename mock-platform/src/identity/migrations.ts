import type { Migration } from 'kysely';
import { personsLoginsAudit } from './migrations/001-persons-logins-audit.ts';
import { auditChain } from './migrations/002-audit-chain.ts';
import { linksAndFacts } from './migrations/003-links-and-facts.ts';
import { federation } from './migrations/004-federation.ts';
import { sharedRates } from './migrations/005-shared-rates.ts';
import { unconfirmedLogins } from './migrations/006-unconfirmed-logins.ts';
import { townsUnderContract } from './migrations/007-towns-under-contract.ts';

export const identityMigrations: Record<string, Migration> = {
  '001-persons-logins-audit': personsLoginsAudit,
  '002-audit-chain': auditChain,
  '003-links-and-facts': linksAndFacts,
  '004-federation': federation,
  '005-shared-rates': sharedRates,
  '006-unconfirmed-logins': unconfirmedLogins,
  '007-towns-under-contract': townsUnderContract,
};
