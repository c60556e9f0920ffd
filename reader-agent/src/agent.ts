import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BoxResidents } from '../../mock-platform/src/protocol/town.ts';
import { Alerts } from './alerts/alerts.ts';
import { OrderStore } from './alerts/order-store.ts';
import { messagesFor } from './alerts/outbox.ts';
import type { KeyStore } from './box/box-key.ts';
import { type DirectoryLock, lockDirectory } from './box/directory-lock.ts';
import { removeUnfinished } from './box/durable-file.ts';
import { FileKeyStore } from './box/file-key-store.ts';
import { Household } from './box/household.ts';
import { Registrations } from './box/registrations.ts';
import { StorageHealth } from './box/storage-health.ts';
import { boxApi, controlApi } from './box-api.ts';
import { DeskLogins } from './cli/desk-logins.ts';
import { BoxClock } from './clock.ts';
import type { AgentConfiguration } from './configuration.ts';
import { codeOf } from './failure.ts';
import { ControlServer } from './local/control.ts';
import { Pairing } from './local/pairing.ts';
import { LocalServer } from './local/server.ts';
import { StaticFiles } from './local/static-files.ts';
import { log } from './log.ts';
import { Logins } from './login/logins.ts';
import { PinBuffer } from './login/pin.ts';
import { ServiceRequests } from './login/service-requests.ts';
import { Sessions } from './login/sessions.ts';
import { LoginSteps } from './login/steps.ts';
import { VisitEnds } from './login/visit-ends.ts';
import { BoxRequests } from './platform/box-requests.ts';
import { PlatformClient } from './platform/http.ts';
import { Stream } from './platform/stream.ts';
import { Tokens } from './platform/tokens.ts';
import type { ReaderBackend } from './readers/reader.ts';
import { Gateway } from './services/gateway.ts';
import { PublicCache } from './services/public-cache.ts';
import { ReceptionGateway } from './shelter/gateway.ts';
import { Reception } from './shelter/reception.ts';
import { Trace } from './trace.ts';
import { WatchOver } from './watch-over/watch-over.ts';

export interface RunningAgent {
  /** Port on both loopback addresses. */
  port: number;
  stop(): Promise<void>;
}

/**
 * Puts the box's parts together and starts them. The reader is handed in, so that tests give their own; so is, on a box that
 * has one, the store of the box key: a TPM or secure element in the place of the file.
 * @throws Error when a port, the control socket or the data directory cannot be used; AgentFailure `box.directory-locked`
 */
export async function startAgent(
  configuration: AgentConfiguration,
  reader: ReaderBackend,
  keyStore?: KeyStore,
): Promise<RunningAgent> {
  const folder = configuration.dataDirectory;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await lockDirectory(folder);
  try {
    return await runAgent(configuration, reader, lock, keyStore);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function runAgent(
  configuration: AgentConfiguration,
  reader: ReaderBackend,
  lock: DirectoryLock,
  keyStore: KeyStore | undefined,
): Promise<RunningAgent> {
  const folder = configuration.dataDirectory;
  const storage = new StorageHealth();
  const key = await (keyStore ?? new FileKeyStore(join(folder, 'box-key.json'), storage)).open();
  await removeUnfinished(folder);
  const clock = new BoxClock();
  const trace = new Trace(configuration.trace, configuration.traceHousehold);
  const registrations = await Registrations.open(folder, key, storage);
  const household = await Household.open(folder, key, storage);
  const store = await OrderStore.open(folder, key, storage);
  const watchOver = await WatchOver.open(folder, { key, household, clock }, storage);
  const pairing = await Pairing.open(folder, storage);
  const client = new PlatformClient(configuration.platform, key, clock);
  const tokens = new Tokens(client, key, registrations, clock);
  const requests = new BoxRequests(client, tokens);
  const online = (): boolean => stream.online;
  const alerts = new Alerts({ key, registrations, household, store, clock, trace, online });
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
  const visitEnds = new VisitEnds(requests);
  const logins = new Logins({ reader, registrations, household, steps, pin: new PinBuffer(), trace });
  const serviceRequests = new ServiceRequests({ requests, registrations, sessions, steps, clock });
  const desk = new DeskLogins(logins, (): string => `http://localhost:${server.port}`);
  const cache = new PublicCache(join(folder, 'public'));
  const gateway = new Gateway({ client, requests, sessions, cache, clock, trace });
  const reception =
    configuration.role === 'shelter'
      ? await Reception.open(folder, { reader, key, clock, requests }, storage)
      : undefined;
  const parts = {
    reader,
    registrations,
    household,
    client,
    alerts,
    stream,
    logins,
    desk,
    sessions,
    serviceRequests,
    watchOver,
    clock,
    pairing,
    storage,
  };
  const server = new LocalServer({
    port: configuration.port,
    pairing,
    files: new StaticFiles(configuration.page, {
      livingRoomOrigins: configuration.livingRoomOrigins,
      renderer: configuration.renderer,
      ...(configuration.remote ? { remote: configuration.remote } : {}),
      ...(configuration.helpPhone ? { helpPhone: configuration.helpPhone } : {}),
    }),
    framers: configuration.livingRoomOrigins,
    api: boxApi(parts),
    gateway: reception ? new ReceptionGateway({ reception, reader, online }) : gateway,
  });
  const control = new ControlServer(configuration.control, controlApi(parts));

  const showOrders = () => server.announce('orders.changed', { orders: alerts.shown() });
  const showQuestions = () => server.announce('watch-over.changed', { questions: watchOver.shown() });
  const readNames = async () => {
    try {
      const list = await requests.json('town', { method: 'GET', path: '/town/residents' }, (value) =>
        BoxResidents.parse(value),
      );
      const former = household.names;
      const kept = household.rename(list.residents);
      if (household.names !== former) {
        showOrders();
        showQuestions();
      }
      await kept;
    } catch (error) {
      log.warn('residents.not-read', { code: codeOf(error, 'failed') });
    }
  };
  logins.on('admitted', (admission, purpose) => sessions.admit(admission, purpose));
  logins.on('progress', (progress) => {
    server.announce('login.changed', progress);
    const { login, service, tier, phase, code } = progress;
    log.info('login.changed', { login, service, tier, phase, ...(code !== undefined && { code }) });
  });
  sessions.on('changed', (session, reason) => {
    server.announce('session.changed', { session, ...(reason === undefined ? {} : { reason }) });
    if (session !== null) visitEnds.begun();
    else if (reason !== undefined) void visitEnds.tell(reason);
  });
  serviceRequests.on('changed', (waiting) => server.announce('requests.changed', { requests: [...waiting] }));
  alerts.on('changed', showOrders);
  watchOver.on('changed', showQuestions);
  watchOver.on('outgoing', (statements) => {
    for (const statement of statements) stream.send({ type: 'watch-over-answer', statement });
  });
  alerts.on('outgoing', (items) => {
    for (const message of messagesFor(items)) stream.send(message);
  });
  registrations.on('changed', () => stream.start());
  stream.on('online', () => {
    server.announce('platform.changed', { platform: 'online' });
    log.info('platform.changed', { platform: 'online' });
    for (const message of messagesFor(alerts.pending())) stream.send(message);
    for (const statement of watchOver.pending()) stream.send({ type: 'watch-over-answer', statement });
    alerts.clockCorrected();
    void readNames();
    void serviceRequests.refresh();
    void visitEnds.retry();
    void reception?.sync();
  });
  stream.on('offline', () => {
    server.announce('platform.changed', { platform: 'offline' });
    log.info('platform.changed', { platform: 'offline' });
  });
  stream.on('message', (message) => {
    if (message.type === 'order') void alerts.receive(message.cursor, message.order, message.addressed);
    else if (message.type === 'stored') {
      void alerts.stored(message.ids);
      void watchOver.stored(message.ids);
    } else if (message.type === 'watch-over') void watchOver.receive(message.questions);
    else if (message.type === 'residents-changed') void readNames();
    else if (message.type === 'requests-changed') void serviceRequests.refresh();
    else server.announce('notices.changed', {});
  });

  const stop = async () => {
    logins.stop();
    sessions.stop();
    serviceRequests.stop();
    stream.stop();
    await Promise.all([server.stop(), control.stop(), reader.stop(), alerts.stop(), watchOver.stop()]);
    await reception?.stop();
    trace.stop();
    await lock.release();
  };
  try {
    await server.start();
    await control.start();
  } catch (error) {
    await server.stop();
    throw error;
  }
  trace.start();
  alerts.start();
  watchOver.start();
  reception?.start();
  // Before the reader, which may take its time: orders wait for nothing.
  if (registrations.current !== undefined) stream.start();
  await reader.start();
  return { port: server.port, stop };
}
