import '../src/app/polyfills.ts';
import '../src/app/without-eval.ts';
import { apiLevel, type BoxState } from '../../reader-agent/src/protocol/local.ts';
import { run } from '../src/app/run.ts';
import { Gallery } from './Gallery.ts';

const quietBox: BoxState = {
  agentVersion: '0.0.0',
  apiLevel,
  registered: true,
  townName: 'ひより町',
  reader: { state: 'ready', card: false },
  platform: 'online',
  session: null,
  login: null,
  orders: [],
  clock: new Date().toISOString(),
};

run(Gallery, ({ tv }) => {
  // There is no agent: a box at which nothing happens.
  tv.box.dispatch({ type: 'hello', state: quietBox });
});
