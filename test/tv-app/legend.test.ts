import { expect, test } from 'vitest';
import { doors } from '../../tv-app/src/pages/doors.ts';
import { television } from './evening.ts';

test('the colour keys stand in the same words and the same order on every page', async () => {
  const { app, settle, words } = await television();
  for (const door of [undefined, doors.notices, doors.disaster, doors.settings, doors.provider]) {
    if (door) app.open(door);
    await settle();
    const legend = words().find((name) => name.includes('青'));
    expect(legend).toMatch(/青 文字を大きく.*赤 読み上げ.*緑 ホーム.*黄 つかいかた.*戻る/);
    app.home();
  }
});
