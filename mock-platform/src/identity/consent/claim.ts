import type Provider from 'oidc-provider';
import type { RelyingPartyScope } from '../../protocol/relying-parties.ts';
import type { PlatformContext, RegisteredBox } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { RateCounter } from '../login/limits.ts';
import { neededTier } from '../provider/tiers.ts';
import { contractFault, findRelyingParty } from '../relying-parties/register.ts';
import type { IdentityTables } from '../tables.ts';
import { interactionOfDevice } from './device-login.ts';
import { requestOfNumber } from './request-numbers.ts';
import { linkRequest, requestOf, type WaitingRequest } from './requests.ts';

/** Wrong numbers of one television: eight digits cannot be searched like this. */
const wrongNumbers = { most: 10, seconds: 600 };

/**
 * Takes logins at service providers by the number that is typed at a television: a device's own (RFC 8628 `user_code`), or
 * that of the page on which somebody's browser waits.
 */
export class RequestClaims {
  private readonly wrong = new RateCounter(wrongNumbers);

  constructor(
    private readonly context: PlatformContext,
    private readonly provider: Provider,
  ) {}

  /**
   * The login of this number waits at this box from now on.
   * @throws PlatformError 404 `federation.number-unknown`, 410 `federation.number-expired`, 403 `federation.elsewhere`,
   * 403 `contract.…`, 429 `federation.too-many-numbers`
   */
  async claim(box: RegisteredBox, number: string): Promise<WaitingRequest> {
    const { clock } = this.context;
    if (this.wrong.waitOf(box.box, clock()) !== undefined) {
      throw new PlatformError(429, 'federation.too-many-numbers');
    }
    try {
      return await this.take(box, number);
    } catch (error) {
      if (error instanceof PlatformError && error.code.startsWith('federation.')) {
        this.wrong.count(box.box, clock());
      }
      throw error;
    }
  }

  private async take(box: RegisteredBox, number: string): Promise<WaitingRequest> {
    const tables = this.context.tables<IdentityTables>();
    const now = this.context.clock();
    const request = (await requestOfNumber(tables, number)) ?? (await this.requestOfDevice(box, number));
    if (request.expires_at <= now) throw new PlatformError(410, 'federation.number-expired');
    await this.checkContract(box, request.relying_party);
    const linked = await linkRequest(tables, request.id, box.box);
    if (!linked) throw new PlatformError(404, 'federation.number-unknown');
    return linked;
  }

  private async requestOfDevice(box: RegisteredBox, number: string): Promise<WaitingRequest> {
    const { provider, context } = this;
    const code = await provider.DeviceCode.findByUserCode(number, { ignoreExpiration: true });
    if (!code || code.error || code.accountId || code.inFlight) {
      throw new PlatformError(404, 'federation.number-unknown');
    }
    if (code.isExpired) throw new PlatformError(410, 'federation.number-expired');
    const { scopes, tier, id } = await this.checkContract(box, String(code.clientId));
    const { scope, acr_values: acrs } = code.params ?? {};
    const asked = String(scope ?? '').split(' ');
    // A page that somebody opens with the same number finds it in use.
    code.inFlight = true;
    await code.save();
    return requestOf(context.tables<IdentityTables>(), {
      interaction: interactionOfDevice(code),
      relyingParty: id,
      scopes: scopes.filter((one: RelyingPartyScope) => asked.includes(one)),
      tier: neededTier(tier, acrs),
      expiresAt: new Date(Number(code.exp) * 1000),
    });
  }

  /** The contract is with one operator; its own customers' televisions are meant. */
  private async checkContract(box: RegisteredBox, relyingParty: string) {
    const { context } = this;
    const contract = await findRelyingParty(context.tables<IdentityTables>(), relyingParty, context.clock());
    if (!contract) throw new PlatformError(404, 'federation.number-unknown');
    const fault = contractFault(contract);
    if (fault) throw new PlatformError(403, fault);
    if (contract.operator !== box.operator) throw new PlatformError(403, 'federation.elsewhere');
    return contract;
  }
}
