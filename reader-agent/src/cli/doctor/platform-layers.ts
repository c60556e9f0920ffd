import { get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import { type Check, missing, ok, skipped } from './check.ts';

const limitMs = 5000;
/** The agent puts smaller errors right by itself, seconds. */
const clockTolerance = 30;

/** Whether the platform answers, over TLS where it must, and what it says about this box’s clock. */
export async function platformLayers(platform: string | undefined): Promise<Check[]> {
  if (platform === undefined) {
    const without = 'not looked at: --platform was not given';
    return [skipped('platform', without), skipped('clock', without)];
  }
  const before = Date.now();
  try {
    const answer = await ask(`${platform}/healthz`);
    const tls = platform.startsWith('https:') ? ', TLS good' : '';
    return [ok('platform', `${platform} answers${tls}`), clock(answer, before)];
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return [
      missing('platform', `${platform}: ${code === '' ? message : code}`, remedyOf(code)),
      skipped('clock', 'not reached: the platform’s time is not known'),
    ];
  }
}

function ask(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const get = url.startsWith('https:') ? httpsGet : httpGet;
    const request = get(url, { timeout: limitMs, agent: false }, (answer) => {
      answer.resume();
      resolve(answer);
    });
    request.on('timeout', () =>
      request.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
    );
    request.on('error', reject);
  });
}

function clock(answer: IncomingMessage, before: number): Check {
  const theirs = Date.parse(answer.headers.date ?? '');
  if (Number.isNaN(theirs)) return skipped('clock', 'the platform does not tell its time');
  const error = Math.round(((before + Date.now()) / 2 - theirs) / 1000);
  const detail =
    error === 0 ? 'right to the second' : `${Math.abs(error)} s ${error > 0 ? 'ahead' : 'behind'}`;
  if (Math.abs(error) <= clockTolerance) return ok('clock', detail);
  return missing('clock', detail, 'timedatectl set-ntp true');
}

function remedyOf(code: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'check the name in --platform, and the network’s DNS';
  if (code === 'ECONNREFUSED') return 'check port and host in --platform; is the platform running?';
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return 'check this box’s clock, then the platform’s certificate (NODE_EXTRA_CA_CERTS for an authority of your own)';
  }
  return 'check the network cable and the way to the platform';
}
