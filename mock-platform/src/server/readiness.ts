import type { PlatformContext } from './context.ts';

/** True when all is well. */
export type ReadinessCheck = () => boolean | Promise<boolean>;

const checks = new WeakMap<PlatformContext, Map<string, ReadinessCheck>>();

/** What a load balancer should wait for; `name` says in the answer of `/readyz` what is missing. */
export function addReadinessCheck(context: PlatformContext, name: string, check: ReadinessCheck): void {
  const own = checks.get(context) ?? new Map<string, ReadinessCheck>();
  checks.set(context, own.set(name, check));
}

const patienceMilliseconds = 2000;

function inTime(check: ReadinessCheck): Promise<boolean> {
  return new Promise((done) => {
    const timer = setTimeout(() => done(false), patienceMilliseconds);
    Promise.resolve()
      .then(check)
      .catch(() => false)
      .then((good) => {
        clearTimeout(timer);
        done(good);
      });
  });
}

/** Names of what is missing; a check that fails or takes too long counts as missing. */
export async function missingFrom(context: PlatformContext): Promise<string[]> {
  const all = [...(checks.get(context) ?? [])];
  const good = await Promise.all(all.map(([, check]) => inTime(check)));
  return all.flatMap(([name], index) => (good[index] ? [] : [name]));
}
