import type Lightning from '@lightningjs/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { ExhibitPage } from '../../../tv-app/gallery/ExhibitPage.ts';
import { exhibits } from '../../../tv-app/gallery/exhibits/index.ts';
import { Gallery } from '../../../tv-app/gallery/Gallery.ts';
import { languages } from '../../../tv-app/src/messages/language.ts';
import { contrasts, textSizes } from '../../../tv-app/src/theme/tokens.ts';
import { quietBox } from '../canned.ts';
import { startTelevision, type TestTelevision } from '../stage.ts';

const modes = textSizes.flatMap((textSize) =>
  contrasts.flatMap((contrast) => languages.map((language) => ({ textSize, contrast, language }))),
);

describe('the gallery of components', () => {
  let tested: TestTelevision;
  beforeAll(async () => {
    tested = await startTelevision(Gallery);
    tested.box.dispatch({ type: 'hello', state: quietBox });
    await tested.settle();
  });

  test('every component can be reached in the list with the remote control', async () => {
    for (const { name } of exhibits) {
      await walkTo(tested, name);
      tested.press('Enter');
      expect(tested.words()).toContain(name);
      tested.press('Back');
    }
  });

  test.each(modes)('every screen draws with one focus: $textSize, $contrast, $language', async (mode) => {
    tested.tv.settings.set(mode);
    for (const exhibit of exhibits) {
      tested.app.home();
      tested.app.open(ExhibitPage, { exhibit });
      for (const screen of exhibit.screens) {
        await tested.settle();
        const { page, focusedControl } = tested.app;
        const where = `${exhibit.name}: ${screen.name}`;
        const controls = page!.controls();
        expect(controls.length === 0 || controls.includes(focusedControl as never), where).toBe(true);
        expect(textsOf(page as unknown as Lightning.Element).length, where).toBeGreaterThan(2);
        tested.press('Right', 'Down', 'Left', 'Up', 'Enter');
        expect(tested.app.page, where).toBe(page);
        tested.press('ChannelUp');
      }
    }
  });
});

/** Walks down the list, page after page, until the wanted row has the focus. */
async function walkTo(tested: TestTelevision, name: string): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    await tested.settle();
    const control = tested.app.focusedControl as unknown as { focusKey: string };
    if (control.focusKey === name) return;
    tested.press(control.focusKey.startsWith('more-') ? 'Enter' : 'Down');
  }
  throw new Error(`${name} cannot be reached with the remote control`);
}

function textsOf(element: Lightning.Element): string[] {
  const own = element.text?.text ? [element.text.text] : [];
  return own.concat((element.childList.get() as Lightning.Element[]).flatMap(textsOf));
}
