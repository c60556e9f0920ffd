import { createSign } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  context,
  contextPrimitive,
  integer,
  octetString,
  oid,
  sequence,
  sha256WithRsa,
  time,
} from '../../../mock-platform/src/certification/der.ts';
import { newRsaKey } from '../../../mock-platform/src/certification/keys.ts';
import {
  authorityName,
  directoryName,
  partitionName,
} from '../../../mock-platform/src/certification/names.ts';
import {
  type Certificate,
  parseCertificate,
} from '../../../mock-platform/src/identity/certificates/certificate.ts';
import {
  createListSource,
  type WantedList,
} from '../../../mock-platform/src/identity/revocation/crl-source.ts';
import { ListReader } from '../../../mock-platform/src/identity/revocation/list-reader.ts';
import { indexEntries, SerialIndex } from '../../../mock-platform/src/identity/revocation/serial-index.ts';
import { TestRoot } from '../../mock-platform/identity/odd-certificates.ts';
import { listEntries, octetsOf } from './entries.ts';

const HOUR_MS = 3_600_000;
const MEGABYTE = 1e6;

const header = (tag: number, length: number): Buffer => {
  const digits = length.toString(16);
  const octets = Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex');
  return length < 0x80
    ? Buffer.from([tag, length])
    : Buffer.concat([Buffer.from([tag, 0x80 | octets.length]), octets]);
};

const total = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + part.length, 0);

/** A signed list around entries that were made elsewhere, without copying them more than once. */
function signAround(
  entries: Uint8Array,
  root: TestRoot,
  municipality: string,
  now: Date,
): Uint8Array<ArrayBuffer> {
  const partition = context(0, context(0, directoryName(partitionName('authentication', municipality))));
  const extensions = sequence(
    sequence(oid('2.5.29.20'), octetString(integer(now.getTime().toString(16).padStart(12, '0')))),
    sequence(
      oid('2.5.29.28'),
      Buffer.from([1, 1, 0xff]),
      octetString(sequence(partition, contextPrimitive(1, Buffer.from([0xff])))),
    ),
  );
  const fields = [
    integer('01'),
    sha256WithRsa(),
    authorityName('authentication'),
    time(now),
    time(new Date(now.getTime() + HOUR_MS)),
    header(0x30, entries.length),
    entries,
    context(0, extensions),
  ];
  const signed = [header(0x30, total(fields)), ...fields];
  const signature = signed.reduce((all, part) => all.update(part), createSign('sha256')).sign(root.key);
  const parts = [...signed, sha256WithRsa(), header(0x03, signature.length + 1), Buffer.from([0]), signature];
  const outer = header(0x30, total(parts));
  const whole = new Uint8Array(outer.length + total(parts));
  let at = 0;
  for (const part of [outer, ...parts]) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Resident memory of the process without garbage; worker threads and their array buffers are in it. */
function residentBytes(): number {
  collectGarbage();
  return process.memoryUsage().rss;
}

const megabytes = (bytes: number): number => Math.round(bytes / MEGABYTE);

async function settled<T>(work: () => Promise<T>): Promise<{ value: T; ms: number; stallMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  await turn();
  delay.enable();
  const from = performance.now();
  const value = await work();
  const ms = performance.now() - from;
  delay.disable();
  return { value, ms: Math.round(ms), stallMs: Math.round(delay.max / 1e6) };
}

/**
 * Lookups: as many revoked as good serials, in an order that no cache foresees. The serials asked for are at
 * hand, as they are when a certificate has just been read.
 */
function lookups(
  count: number,
  serialOf: (number: number) => bigint,
  look: (serial: Uint8Array) => unknown,
): { perSecond: number; perCpuSecond: number } {
  const [rounds, asked] = [1000, 1000];
  let [ms, cpuMs] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const serials = Array.from({ length: asked }, (_, turn) => {
      const number = (Math.imul(round * asked + turn, 7919) >>> 0) % count;
      return octetsOf(serialOf(turn % 2 ? number : count + number));
    });
    const cpuFrom = process.cpuUsage();
    const from = performance.now();
    for (const serial of serials) look(serial);
    ms += performance.now() - from;
    const { user, system } = process.cpuUsage(cpuFrom);
    cpuMs += (user + system) / 1000;
  }
  const rate = (milliseconds: number): number => Math.round((rounds * asked * 1000) / milliseconds);
  return { perSecond: rate(ms), perCpuSecond: rate(cpuMs) };
}

/** One complete index of so many revoked serials; the goal (issue 4) is for ten million. */
export async function benchNationalIndex(count = 10_000_000) {
  const now = new Date();
  const root = await TestRoot.make('authentication');
  const leaf = parseCertificate(await root.leaf(await newRsaKey()));
  const [partition] = leaf.facts.distributionPoints;
  const { bytes, length, serialOf } = listEntries(count);
  const list = signAround(bytes.subarray(0, length), root, '990019', now);
  const listMegabytes = megabytes(list.length);

  const reader = new ListReader();
  const other = signAround(listEntries(30_000).bytes.subarray(0, 900_000), root, '990019', now);
  // The worker thread itself is started before the measurement, with a list that it refuses.
  await reader.read(other, root.anchor.certificate, { partition: partition! }).catch(() => undefined);
  const before = residentBytes();
  const worker = await settled(() => reader.read(list, root.anchor.certificate, { partition: partition! }));
  await reader.close();
  const after = residentBytes();

  const cpuFrom = process.cpuUsage();
  const buildFrom = performance.now();
  const table = indexEntries(bytes, 0, length);
  const buildMs = Math.round(performance.now() - buildFrom);
  const cpu = process.cpuUsage(cpuFrom);
  const index = new SerialIndex(worker.value.table);
  return {
    entries: index.size,
    listMegabytes,
    buildMs,
    /** The same in processor time: on a busy machine the wall clock says more about the neighbours. */
    buildCpuMs: Math.round((cpu.user + cpu.system) / 1000),
    indexMegabytes: megabytes(table.slots.length),
    /** Signature, every entry and index, in the worker. */
    readInWorkerMs: worker.ms,
    longestStallMs: worker.stallMs,
    /** Beyond the raw list, which was there before: what the process has more after reading. */
    residentMegabytes: megabytes(after - before),
    lookups: lookups(count, serialOf, (serial) => index.has(serial)),
    lookupsWithReason: lookups(count, serialOf, (serial) => index.find(serial)),
  };
}

/** One list per municipality of Japan, fetched, refreshed and asked through the source that logins use. */
export async function benchPartitions(municipalities = 1741, entries = 10_000_000) {
  const now = new Date();
  let clock = now;
  const root = await TestRoot.make('authentication');
  const leaf = parseCertificate(await root.leaf(await newRsaKey()));
  const each = Math.floor(entries / municipalities);
  const { bytes, length, serialOf } = listEntries(each);
  const lists = new Map<string, Uint8Array>();
  const wanted: WantedList[] = [];
  for (let number = 0; number < municipalities; number += 1) {
    const municipality = String(10_000 + number).padStart(6, '0');
    lists.set(municipality, signAround(bytes.subarray(0, length), root, municipality, now));
    wanted.push({ anchor: root.anchor, partition: partitionName('authentication', municipality) });
  }
  let [busy, mostAtOnce] = [0, 0];
  const source = createListSource(
    'http://ca',
    async (url, { headers }) => {
      busy += 1;
      mostAtOnce = Math.max(mostAtOnce, busy);
      await turn();
      busy -= 1;
      const municipality = url.slice(-6);
      const etag = `"${municipality}"`;
      if (headers?.['if-none-match'] === etag) return { status: 304, etag, body: Buffer.alloc(0) };
      return { status: 200, etag, body: Buffer.from(lists.get(municipality)!) };
    },
    () => clock,
  );
  const before = residentBytes();
  const first = await settled(() => source.refresh(wanted));
  const after = residentBytes();
  clock = new Date(now.getTime() + 120_000);
  const second = await settled(() => source.refresh(wanted));

  const certificates: Certificate[] = wanted.map(({ partition }, number) => ({
    ...leaf,
    serialOctets: octetsOf(serialOf(number % 2 ? number : each + number)),
    facts: { ...leaf.facts, distributionPoints: [partition] },
  }));
  const from = performance.now();
  const rounds = 50;
  for (let round = 0; round < rounds; round += 1) {
    for (const certificate of certificates) await source.ask(certificate, root.anchor);
  }
  const asks = Math.round(((rounds * certificates.length) / (performance.now() - from)) * 1000);
  await source.close();
  return {
    lists: municipalities,
    entriesEach: each,
    current: first.value.current,
    firstRefreshMs: first.ms,
    longestStallMs: first.stallMs,
    unchangedRefreshMs: second.ms,
    mostAtOnce,
    listsAndIndexesMegabytes: megabytes(source.byteLength),
    residentMegabytes: megabytes(after - before),
    asksPerSecond: asks,
  };
}
