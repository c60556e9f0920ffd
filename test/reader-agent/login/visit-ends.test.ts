import { beforeEach, describe, expect, it } from 'vitest';
import { AgentFailure } from '../../../reader-agent/src/failure.ts';
import { VisitEnds } from '../../../reader-agent/src/login/visit-ends.ts';
import type { BoxRequests } from '../../../reader-agent/src/platform/box-requests.ts';

let told: unknown[];
let reachable: boolean;
let visitEnds: VisitEnds;

beforeEach(() => {
  told = [];
  reachable = true;
  const json = async (service: string, { path, body }: { path: string; body?: unknown }) => {
    if (!reachable) throw new AgentFailure('platform.unreachable');
    told.push([service, path, body]);
  };
  visitEnds = new VisitEnds({ json } as unknown as BoxRequests);
});

const end = (reason: string) => ['identity', '/identity/sessions/end', { json: { reason } }];

describe('the end of a visit', () => {
  it('is told to the platform with its reason', async () => {
    await visitEnds.tell('card-removed');
    await visitEnds.tell('idle');
    expect(told).toEqual([end('card-removed'), end('signed-out')]);
  });

  it('is told later, and once, when the platform could not be reached', async () => {
    reachable = false;
    await visitEnds.tell('card-removed');
    reachable = true;
    await visitEnds.retry();
    await visitEnds.retry();
    expect(told).toEqual([end('card-removed')]);
  });

  it('is not told any more once the next visit has begun', async () => {
    reachable = false;
    await visitEnds.tell('expired');
    visitEnds.begun();
    reachable = true;
    await visitEnds.retry();
    expect(told).toEqual([]);
  });
});
