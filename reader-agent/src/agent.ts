import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BoxResidents } from '../../mock-platform/src/protocol/town.ts';
import { Alerts } from './alerts/alerts.ts';
import { OrderStore } from './alerts/order-store.ts';
import { messagesFor } from './alerts/outbox.ts';
import { removeUnfinished } from './box/durable-file.ts';
import { FileKeyStore } from './box/file-key-store.ts';
import { Household } from './box/household.ts';
import { Registrations } from './box/registrations.ts';
import { boxApi, controlApi } from './box-api.ts';
import { BoxClock } from './clock.ts';
import type { AgentConfiguration } from './configuration.ts';
import { codeOf } from './failure.ts';
import { ControlServer } from './local/control.ts';
import { Pairing } from './local/pairing.ts';
import { LocalServer } from './local/server.ts';
import { StaticFiles } from './local/static-files.ts';
import { Logins } from './login/logins.ts';
import { Sessions } from './login/sessions.ts';
import { LoginSteps } from './login/steps.ts';
import { BoxRequests } from './platform/box-requests.ts';
import { PlatformClient } from './platform/http.ts';
import { Stream } from './platform/stream.ts';
import { Tokens } from './platform/tokens.ts';
import type { ReaderBackend } from './readers/reader.ts';
import { Gateway } from './services/gateway.ts';
import { PublicCache } from './services/public-cache.ts';
import { Trace } from './trace.ts';

export interface RunningAgent {
  /** Port on both loopback addresses. */
  port: number;
  stop(): Promise<void>;
}

/**
 * Puts the box's parts together and starts them. The reader is handed in, so that tests give their own.
 * @throws Error when a port, the control socket or the data directory cannot be used
 */
export async function startAgent(
  configuration: AgentConfiguration,
  reader: ReaderBackend,
): Promise<RunningAgent> {
  const folder = configuration.dataDirectory;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const key = await new FileKeyStore(join(folder, 'box-key.json')).open();
  await removeUnfinished(folder);
  const clock = new BoxClock();
  const trace = new Trace(configuration.trace, configuration.traceHousehold);
  const registrations = await Registrations.open(folder, key);
  const household = await Household.open(folder, key);
  const store = await OrderStore.open(folder, key);
  const pairing = await Pairing.open(folder);
  const client = new PlatformClient(configuration.platform, key, clock);
  const tokens = new Tokens(client, key, registrations, clock);
  const requests = new BoxRequests(client, tokens);
  const alerts = new Alerts({ key, registrations, household, store, clock, trace });
  const stream = new Stream({
    baseUrl: configuration.platform,
    key,
    tokens,
    clock,
    cursor: () => alerts.cursor,
  });
  // Before login and session listen: the page hears of the card before it hears what follows from it.
  reader.on('changed', (status) => server.announce('reader.changed', status));
  const steps = new LoginSteps({ reader, key, registrations, household, requests, tokens, clock });
  const sessions = new Sessions({ reader, steps, household, clock });
  const logins = new Logins({ reader, registrations, household, steps, trace });
  const cache = new PublicCache(join(folder, 'public'));
  const gateway = new Gateway({ client, requests, sessions, cache, clock, trace });
  const parts = {
    reader,
    registrations,
    household,
    client,
    alerts,
    stream,
    logins,
    sessions,
    clock,
    pairing,
  };
  const server = new LocalServer({
    port: configuration.port,
    pairing,
    files: new StaticFiles(configuration.page, {
      livingRoomOrigins: configuration.livingRoomOrigins,
      renderer: configuration.renderer,
    }),
    framers: configuration.livingRoomOrigins,
    api: boxApi(parts),
    gateway,
  });
  const control = new ControlServer(configuration.control, controlApi(parts));

  const showOrders = () => server.announce('orders.changed', { orders: alerts.shown() });
  const readNames = async () => {
    try {
      const list = await requests.json('town', { method: 'GET', path: '/town/residents' }, (value) =>
        BoxResidents.parse(value),
      );
      if (await household.rename(list.residents)) showOrders();
    } catch (error) {
      console.warn(`the list of residents could not be read: ${codeOf(error, 'failed')}`);
    }
  };
  logins.on('admitted', (admission, purpose) => sessions.admit(admission, purpose));
  logins.on('progress', (progress) => server.announce('login.changed', progress));
  sessions.on('changed', (session, reason) =>
    server.announce('session.changed', { session, ...(reason === undefined ? {} : { reason }) }),
  );
  alerts.on('changed', showOrders);
  alerts.on('outgoing', (items) => {
    for (const message of messagesFor(items)) stream.send(message);
  });
  registrations.on('changed', () => stream.start());
  stream.on('online', () => {
    server.announce('platform.changed', { platform: 'online' });
    for (const message of messagesFor(alerts.pending())) stream.send(message);
    alerts.clockCorrected();
    void readNames();
  });
  stream.on('offline', () => server.announce('platform.changed', { platform: 'offline' }));
  stream.on('message', (message) => {
    if (message.type === 'order') void alerts.receive(message.cursor, message.order);
    else if (message.type === 'stored') void alerts.stored(message.ids);
    else if (message.type === 'residents-changed') void readNames();
    else server.announce('notices.changed', {});
  });

  const stop = async () => {
    logins.stop();
    sessions.stop();
    stream.stop();
    await Promise.all([server.stop(), control.stop(), reader.stop(), alerts.stop()]);
    trace.stop();
  };
  try {
    // The port first: two agents on one data directory are told apart by it before anything is touched.
    await server.start();
    await control.start();
  } catch (error) {
    await server.stop();
    throw error;
  }
  trace.start();
  alerts.start();
  await reader.start();
  if (registrations.current !== undefined) stream.start();
  return { port: server.port, stop };
}
