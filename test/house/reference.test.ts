import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../mock-platform/reference/endpoint.ts';
import { demoEndpoints, pageEndpoints } from '../../mock-platform/reference/page-endpoints.ts';
import { referencePages } from '../../mock-platform/reference/pages.ts';
import { platformFiles } from '../../mock-platform/reference/platform-files.ts';
import { serviceEndpoints } from '../../mock-platform/reference/service-endpoints.ts';
import { signedMessages } from '../../mock-platform/reference/signed-messages.ts';
import { streamCloseCodes } from '../../mock-platform/reference/stream-close-codes.ts';
import * as platformCodes from '../../mock-platform/src/protocol/problem-codes.ts';
import { controlMethods } from '../../reader-agent/src/protocol/control.ts';
import { failures } from '../../reader-agent/src/protocol/failures.ts';
import { methods, notifications } from '../../reader-agent/src/protocol/local.ts';
import * as agentCodes from '../../reader-agent/src/protocol/problem-codes.ts';
import { codesWithStatus, usedCodes, writtenCodes } from './codes.ts';
import { type Route, routesOf } from './routes.ts';
import { calledName, isCall, nodesOf, type Source, sourcesOf, stringsIn } from './sources.ts';

const platform = sourcesOf('mock-platform/src');
const agent = sourcesOf('reader-agent/src');
const pages = referencePages();
const endpoints = [...serviceEndpoints, ...pageEndpoints, ...demoEndpoints].flatMap(
  (group) => group.endpoints,
);
const routes = routesOf(platform);
const nameOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

const inPlatform = Object.assign({}, ...Object.values(platformCodes)) as Record<string, unknown>;
const inAgent = Object.assign({}, failures, ...Object.values(agentCodes)) as Record<string, unknown>;
const agentNames = [methods, notifications, controlMethods].flatMap((table) => Object.keys(table));

/** `POST /a` of the page, `ALL /oidc/*` of the sources: what one library serves counts as one address. */
const registered = (endpoint: Endpoint): string =>
  endpoint.path.startsWith('/oidc/') ? 'ALL /oidc/*' : nameOf(endpoint);

const described: [Endpoint, Route][] = endpoints.flatMap((endpoint) =>
  routes
    .filter((route) => nameOf(route) === nameOf(endpoint))
    .map((route): [Endpoint, Route] => [endpoint, route]),
);

function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

describe('The reference of the protocol', () => {
  it.each(
    pages.map(({ file, text }) => ({ name: relative(process.cwd(), fileURLToPath(file)), file, text })),
  )('the protocol pages say what the schemas say: $name', ({ file, text }) => {
    expect(readFileSync(file, 'utf8'), 'run "npm run reference"').toBe(text);
  });

  it('links lead to headings that are there', () => {
    const anchors = new Map(pages.map(({ file, text }) => [file.href, anchorsOf(text)]));
    const broken = pages.flatMap(({ file, text }) =>
      [...text.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)].flatMap(([link, path, anchor]) => {
        const found = anchors.get(path ? new URL(path, file).href : file.href);
        return found && (anchor === undefined || found.has(anchor)) ? [] : [link];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('lists every address of the platform, and no other', () => {
    expect([...new Set(endpoints.map(registered))].sort()).toEqual([...new Set(routes.map(nameOf))].sort());
  });

  it('names the messages that the routes check', () => {
    const known = new Set(Object.values(platformFiles).flatMap(({ exports }) => Object.keys(exports)));
    const wrong = described.flatMap(([endpoint, { body, answers }]) => {
      const missing = answers.filter(
        ([status, schema]) =>
          !endpoint.answer.includes(status) ||
          (known.has(schema) && !endpoint.answer.includes(`\`${schema}\``)),
      );
      const unsaid = body !== undefined && !(endpoint.request ?? '').includes(`\`${body}\``);
      return unsaid || missing.length > 0 ? [nameOf(endpoint)] : [];
    });
    expect(wrong).toEqual([]);
  });

  it('says who may call as the routes check it', () => {
    const checks: [RegExp, Endpoint['caller']][] = [
      [/callers\.person\(/, 'person'],
      [/callers\.box\(/, 'box'],
      [/callingBox\(|swornBy\(/, 'box-itself'],
      [/callingOfficial\(/, 'official'],
      [/callingOfficer\(/, 'welfare-officer'],
      [/callingVerifier\(/, 'verifier'],
      [/callingStaff\(/, 'staff'],
      [/callingRelyingParty\(/, 'service-provider'],
      [/callingMonitor\(/, 'monitor'],
      [/callingReader\(/, 'person'],
      [/callingHealthProvider\(/, 'health-provider'],
    ];
    const http = described.filter(([{ method }]) => method !== 'WebSocket');
    const said = http.map(([endpoint]) => `${nameOf(endpoint)}: ${endpoint.caller}`);
    const done = http.map(([endpoint, { text }]) => {
      const caller = checks.find(([pattern]) => pattern.test(text))?.[1] ?? 'anybody';
      return `${nameOf(endpoint)}: ${caller}`;
    });
    expect(said).toEqual(done);
    const guarded = http.filter(([, { text }]) => text.includes('requireOwnOrigin'));
    const silent = guarded.filter(
      ([{ caller, refusals }]) => caller !== 'official' && !refusals?.includes('request.origin'),
    );
    expect(silent.map(([endpoint]) => nameOf(endpoint))).toEqual([]);
  });

  it.each([
    { part: 'platform', sources: platform, tables: inPlatform, names: [...agentNames] },
    {
      part: 'agent',
      sources: agent,
      tables: { ...inAgent, ...platformCodes.refusalMeanings },
      names: agentNames,
    },
  ])('lists every code that the $part gives', ({ sources, tables, names }) => {
    const unlisted = [...usedCodes(sources, names)].filter(([code]) => !Object.hasOwn(tables, code));
    expect(unlisted).toEqual([]);
  });

  it.each([
    { part: 'platform', sources: platform, tables: inPlatform },
    { part: 'agent', sources: agent, tables: inAgent },
  ])('lists no code that the $part does not have', ({ sources, tables }) => {
    const { whole, heads } = writtenCodes(sources);
    const unused = Object.keys(tables).filter(
      (code) => !whole.has(code) && !heads.has(`${code.split('.')[0]}.`),
    );
    expect(unused).toEqual([]);
  });

  it('gives each code the status that the sources give it', () => {
    const tables: Record<string, platformCodes.CodeMeaning> = {
      ...platformCodes.refusalMeanings,
      ...platformCodes.problemCodes,
    };
    const gates: Record<string, platformCodes.CodeMeaning> = agentCodes.gateCodes;
    const wrong = [
      ...codesWithStatus(platform).filter(([code, status]) => tables[code] && tables[code].status !== status),
      ...codesWithStatus(agent).filter(([code, status]) => gates[code] && gates[code].status !== status),
    ];
    expect(wrong).toEqual([]);
  });

  it('knows every kind of signed message', () => {
    const written = [...platform, ...agent].flatMap(({ file }) => stringsIn(file));
    const types = written.filter((text) => /^chanoma-[a-z]+\+jwt$/.test(text));
    expect(signedMessages.map(({ typ }) => typ).sort()).toEqual([...new Set(types)].sort());
  });

  it('knows every code that a box’s stream is closed with', () => {
    const used = platform
      .filter(({ path }) => path.startsWith('mock-platform/src/boxes/'))
      .flatMap(closedWith);
    expect(used.length).toBeGreaterThan(0);
    expect(Object.keys(streamCloseCodes)).toEqual(expect.arrayContaining(used));
  });
});

function closedWith({ file }: Source): string[] {
  return nodesOf(file).flatMap((node) => {
    const code = isCall(node) && calledName(node) === 'close' ? node.arguments?.[0] : undefined;
    return code && ts.isNumericLiteral(code) ? [code.text] : [];
  });
}
