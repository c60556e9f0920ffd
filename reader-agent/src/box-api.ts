import type { ServiceName } from '../../mock-platform/src/protocol/basics.ts';
import type { Alerts } from './alerts/alerts.ts';
import type { Household } from './box/household.ts';
import type { Registrations } from './box/registrations.ts';
import type { StorageHealth } from './box/storage-health.ts';
import type { DeskLogins } from './cli/desk-logins.ts';
import type { BoxClock } from './clock.ts';
import { AgentFailure } from './failure.ts';
import type { ControlApi } from './local/control.ts';
import type { PageApi } from './local/page-api.ts';
import type { Pairing } from './local/pairing.ts';
import type { Logins } from './login/logins.ts';
import type { ServiceRequests } from './login/service-requests.ts';
import type { Sessions } from './login/sessions.ts';
import type { PlatformClient } from './platform/http.ts';
import type { Stream } from './platform/stream.ts';
import { apiLevel, type Params } from './protocol/local.ts';
import type { ReaderBackend } from './readers/reader.ts';
import { agentVersion } from './version.ts';
import type { WatchOver } from './watch-over/watch-over.ts';

export interface BoxParts {
  reader: ReaderBackend;
  registrations: Registrations;
  household: Household;
  client: PlatformClient;
  alerts: Alerts;
  stream: Stream;
  logins: Logins;
  desk: DeskLogins;
  sessions: Sessions;
  watchOver: WatchOver;
  serviceRequests: ServiceRequests;
  clock: BoxClock;
  pairing: Pairing;
  storage: StorageHealth;
}

/** What the page may see and do. */
export function boxApi(parts: BoxParts): PageApi {
  const { reader, registrations, alerts, stream, logins, sessions, serviceRequests, clock, storage } = parts;
  const { watchOver } = parts;
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
      watchOver: watchOver.shown(),
      requests: [...serviceRequests.waiting],
      clock: clock.instant(),
      ...(clock.measuredError === undefined ? {} : { clockError: clock.measuredError }),
      ...(storage.fault === undefined ? {} : { storage: storage.fault }),
    }),
    methods: {
      'login.start': async ({ service, tier }, { origin }) => ({
        login: logins.start({ service: personService(service), origin }, tier),
      }),
      'enrolment.start': async ({ application }, { origin }) => ({
        login: logins.enrol(application, origin),
      }),
      ...loginApi(logins),
      ...requestsApi(logins, serviceRequests),
      'session.end': async ({ reason }) => {
        sessions.end(reason);
        return {};
      },
      'orders.displayed': async ({ order, at }) => {
        await alerts.displayed(order, at);
        return {};
      },
      'watch-over.answer': async ({ question, choice }) => {
        await watchOver.answer(question, choice, (resident) => sessions.tierFor(resident));
        return {};
      },
      'orders.answer': ({ order, answer, residents }) =>
        alerts.answer(order, answer, residents, (resident) => sessions.tierFor(resident)),
    },
    pageGone: () => logins.cancel(),
  };
}

/** Logins at service providers, and what was agreed to there. */
function requestsApi(logins: Logins, requests: ServiceRequests) {
  return {
    'requests.number': () => requests.televisionCode(),
    'requests.claim': ({ number }: Params<'requests.claim'>) => requests.claim(number),
    'requests.approve': async ({ request }: Params<'requests.approve'>, { origin }: { origin: string }) => ({
      login: logins.approve(requests.find(request), origin),
    }),
    'requests.deny': async ({ request }: Params<'requests.deny'>) => {
      await requests.deny(request);
      return {};
    },
    'consents.list': (_params: Params<'consents.list'>, { origin }: { origin: string }) =>
      requests.consents(origin),
    'consents.revoke': ({ relyingParty }: Params<'consents.revoke'>, { origin }: { origin: string }) =>
      requests.revoke(relyingParty, origin),
  };
}

/** Logins of the command line, with the same object that serves the page. */
function deskApi(
  logins: Logins,
  desk: DeskLogins,
): Pick<ControlApi, Extract<keyof ControlApi, `desk.${string}`>> {
  const login = loginApi(logins);
  return {
    'desk.login': async ({ service, tier }) => ({ login: desk.start(personService(service), tier) }),
    'desk.enrol': async ({ application }) => ({ login: desk.enrol(application) }),
    'desk.steps': ({ login: id, after }) => desk.steps(id, after),
    'desk.type': login['pin.type'],
    'desk.erase': login['pin.erase'],
    'desk.submit': login['pin.submit'],
    'desk.consent': login['pin.consent'],
    'desk.cancel': login['login.cancel'],
  };
}

/** What page and command line may do with a login under way. */
function loginApi(logins: Logins) {
  return {
    'pin.type': async ({ login, key }: Params<'pin.type'>) => logins.typePin(login, key),
    'pin.erase': async ({ login, all }: Params<'pin.erase'>) => logins.erasePin(login, all),
    'pin.submit': async ({ login }: Params<'pin.submit'>) => {
      await logins.submitPin(login);
      return {};
    },
    'pin.consent': async ({ login }: Params<'pin.consent'>) => {
      logins.consent(login);
      return {};
    },
    'login.cancel': async ({ login }: Params<'login.cancel'>) => {
      logins.cancel(login);
      return {};
    },
  };
}

/** @throws AgentFailure `request.malformed` for what nobody signs in to */
function personService(service: ServiceName): ServiceName {
  if (service !== 'boxes' && service !== 'identity') return service;
  throw new AgentFailure('request.malformed', 'nobody signs in to this', '/params/service');
}

/** What the owner of the box may do over the control socket. */
export function controlApi(parts: BoxParts): ControlApi {
  const { reader, registrations, household, client, alerts, stream, clock, pairing, storage, logins, desk } =
    parts;
  return {
    status: async () => ({
      registered: registrations.current !== undefined,
      box: registrations.current?.box ?? null,
      reader: reader.status.state === 'ready' ? 'ready' : reader.status.code,
      platform: stream.online ? 'online' : 'offline',
      clockError: clock.measuredError ?? null,
      storage: storage.fault ?? 'good',
      damagedFiles: storage.damagedFiles,
      unconfirmed: alerts.unconfirmed(),
      refusedOrders: alerts.refused(),
    }),
    readers: async () => ({
      state: reader.status.state === 'ready' ? 'ready' : reader.status.code,
      readers: [...reader.readers],
    }),
    ...deskApi(logins, desk),
    'pairing.code': async () => ({ code: pairing.issueCode() }),
    'box.register': async ({ code }) => ({ box: (await registrations.register(client, code)).box }),
    'residents.enrol': async (resident) => {
      await household.enrol(resident);
      return {};
    },
  };
}
