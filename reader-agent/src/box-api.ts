import type { Alerts } from './alerts/alerts.ts';
import type { Household } from './box/household.ts';
import type { Registrations } from './box/registrations.ts';
import type { BoxClock } from './clock.ts';
import { AgentFailure } from './failure.ts';
import type { ControlApi } from './local/control.ts';
import type { PageApi } from './local/page-api.ts';
import type { Pairing } from './local/pairing.ts';
import type { Logins } from './login/logins.ts';
import type { Sessions } from './login/sessions.ts';
import type { PlatformClient } from './platform/http.ts';
import type { Stream } from './platform/stream.ts';
import { apiLevel } from './protocol/local.ts';
import type { ReaderBackend } from './readers/reader.ts';
import { agentVersion } from './version.ts';

export interface BoxParts {
  reader: ReaderBackend;
  registrations: Registrations;
  household: Household;
  client: PlatformClient;
  alerts: Alerts;
  stream: Stream;
  logins: Logins;
  sessions: Sessions;
  clock: BoxClock;
  pairing: Pairing;
}

/** What the page may see and do. */
export function boxApi(parts: BoxParts): PageApi {
  const { reader, registrations, alerts, stream, logins, sessions, clock } = parts;
  return {
    state: () => ({
      agentVersion,
      apiLevel,
      registered: registrations.current !== undefined,
      townName: registrations.current?.municipalityName ?? '',
      reader: reader.status,
      platform: stream.online ? 'online' : 'offline',
      session: sessions.current,
      login: logins.progress,
      orders: alerts.shown(),
      clock: clock.instant(),
    }),
    methods: {
      'login.start': async ({ service }, { origin }) => {
        if (service === 'boxes' || service === 'identity') {
          throw new AgentFailure('request.malformed', 'nobody signs in to this', '/params/service');
        }
        return { login: logins.start({ service, origin }) };
      },
      'login.cancel': async ({ login }) => {
        logins.cancel(login);
        return {};
      },
      'session.end': async ({ reason }) => {
        sessions.end(reason);
        return {};
      },
      'orders.displayed': async ({ order, at }) => {
        await alerts.displayed(order, at);
        return {};
      },
      'orders.answer': ({ order, answer, residents }) =>
        alerts.answer(order, answer, residents, sessions.tierFor(residents)),
    },
    pageGone: () => logins.cancel(),
  };
}

/** What the owner of the box may do over the control socket. */
export function controlApi(parts: BoxParts): ControlApi {
  const { reader, registrations, household, client, stream, pairing } = parts;
  return {
    status: async () => ({
      registered: registrations.current !== undefined,
      box: registrations.current?.box ?? null,
      reader: reader.status.state === 'ready' ? 'ready' : reader.status.code,
      platform: stream.online ? 'online' : 'offline',
    }),
    'pairing.code': async () => ({ code: pairing.issueCode() }),
    'box.register': async ({ code }) => ({ box: (await registrations.register(client, code)).box }),
    'residents.enrol': async (resident) => {
      await household.enrol(resident);
      return {};
    },
  };
}
