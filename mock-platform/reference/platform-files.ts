import * as alerts from '../src/protocol/alerts.ts';
import * as basics from '../src/protocol/basics.ts';
import * as booking from '../src/protocol/booking.ts';
import * as boxes from '../src/protocol/boxes.ts';
import * as bulletins from '../src/protocol/bulletins.ts';
import * as cardReader from '../src/protocol/card-reader.ts';
import * as certification from '../src/protocol/certification.ts';
import * as desk from '../src/protocol/console.ts';
import * as consoleLogin from '../src/protocol/console-login.ts';
import * as customers from '../src/protocol/customers.ts';
import * as federation from '../src/protocol/federation.ts';
import * as health from '../src/protocol/health.ts';
import * as identity from '../src/protocol/identity.ts';
import * as livingRoom from '../src/protocol/living-room.ts';
import * as masterData from '../src/protocol/master-data.ts';
import * as notices from '../src/protocol/notices.ts';
import * as problem from '../src/protocol/problem.ts';
import * as release from '../src/protocol/release.ts';
import * as relyingParties from '../src/protocol/relying-parties.ts';
import * as shelter from '../src/protocol/shelter.ts';
import * as signals from '../src/protocol/signals.ts';
import * as staff from '../src/protocol/staff.ts';
import * as tokens from '../src/protocol/tokens.ts';
import * as town from '../src/protocol/town.ts';
import * as watchOver from '../src/protocol/watch-over.ts';
import * as welfare from '../src/protocol/welfare.ts';
import type { ProtocolFile } from './schemas.ts';

const file = (title: string, name: string, exports: Record<string, unknown>): ProtocolFile => ({
  title,
  source: new URL(`../src/protocol/${name}.ts`, import.meta.url),
  exports,
});

/** Messages of the platform in the order of the page. */
export const platformFiles = {
  basics: file('Basic values', 'basics', basics),
  problem: file('Error answers', 'problem', problem),
  boxes: file('Boxes', 'boxes', boxes),
  identity: file('Identity', 'identity', identity),
  staff: file('Staff of a cable operator', 'staff', staff),
  relyingParties: file('Service providers under contract', 'relying-parties', relyingParties),
  federation: file('Logins at service providers', 'federation', federation),
  signals: file('Change notices', 'signals', signals),
  customers: file('Customers of a cable operator', 'customers', customers),
  tokens: file('Tokens', 'tokens', tokens),
  alerts: file('Orders, receipts and answers', 'alerts', alerts),
  town: file('Town register', 'town', town),
  watchOver: file('Watching over', 'watch-over', watchOver),
  welfare: file('Welfare officers', 'welfare', welfare),
  shelter: file('Check-in at a shelter', 'shelter', shelter),
  notices: file('Public notices', 'notices', notices),
  health: file('Health information', 'health', health),
  booking: file('Rooms', 'booking', booking),
  consoleLogin: file('Login at a console', 'console-login', consoleLogin),
  console: file('Town desk', 'console', desk),
  release: file('Release of orders', 'release', release),
  masterData: file('Master data of a town', 'master-data', masterData),
  bulletins: file('Messages of other agencies', 'bulletins', bulletins),
  certification: file('Certification service', 'certification', certification),
  cardReader: file('Simulated card', 'card-reader', cardReader),
  livingRoom: file('Demo', 'living-room', livingRoom),
} as const;
