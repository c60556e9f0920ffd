import type { ServiceName } from '../../../mock-platform/src/protocol/basics.ts';
import type { PlatformAnswer, PlatformClient, PlatformRequest } from './http.ts';
import { failureOf, parseAnswer } from './http.ts';
import type { Tokens } from './tokens.ts';

/** Requests that the box makes in its own name. A token that the platform no longer takes is replaced, once. */
export class BoxRequests {
  constructor(
    private readonly client: PlatformClient,
    private readonly tokens: Tokens,
  ) {}

  /**
   * Any answer, whatever its status.
   * @throws AgentFailure `platform.unreachable`, `box.unregistered`, …
   */
  async send(service: ServiceName, request: PlatformRequest): Promise<PlatformAnswer> {
    const answer = await this.client.send({ ...request, token: await this.tokens.box(service) });
    if (answer.status !== 401) return answer;
    this.tokens.forget(service);
    return this.client.send({ ...request, token: await this.tokens.box(service) });
  }

  /**
   * The JSON of a 2xx answer.
   * @throws AgentFailure as `send`, and with the platform's code when it refuses
   */
  async json<T>(service: ServiceName, request: PlatformRequest, parse: (value: unknown) => T): Promise<T> {
    return parseAnswer(await this.send(service, request), parse);
  }

  /** For requests whose answer says nothing. @throws AgentFailure as `json` */
  async done(service: ServiceName, request: PlatformRequest): Promise<void> {
    const answer = await this.send(service, request);
    if (answer.status < 200 || answer.status > 299) throw failureOf(answer);
  }
}
