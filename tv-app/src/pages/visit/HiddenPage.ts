import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { Page } from '../../components/page/Page.ts';
import { failureMessage } from '../../messages/failures.ts';
import { visit as words } from '../../messages/visit.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';
import { quietWords } from './quiet-words.ts';

/** Lies over a person's pages while somebody else looks on (D15): the visit goes on, 決定 brings everything back. */
export class HiddenPage extends Page {
  private fault: string | undefined;

  override get title(): string {
    return words.hide;
  }
  override get help(): readonly string[] {
    return words.hiddenHelp;
  }
  override get personal(): boolean {
    return true;
  }
  override get frame(): 'plain' {
    return 'plain';
  }
  override get spoken(): string {
    return `${words.hidden}${words.hiddenMore}`;
  }

  override content(theme: Theme): Children {
    const fault = this.fault === undefined ? undefined : failureMessage(this.fault);
    const button = { y: 734, w: 480, h: 136 };
    return {
      ...quietWords(fault?.sentence ?? words.hidden, fault?.next ?? words.hiddenMore, theme),
      Show: place(Button, {
        ...button,
        x: layout.left,
        label: words.show,
        first: true,
        focusKey: 'show',
        press: () => this.tv.pages.back(),
      }),
      End: place(Button, {
        ...button,
        x: layout.left + 516,
        label: words.end,
        commit: true,
        focusKey: 'end',
        press: () => this.end(),
      }),
    };
  }

  private end(): void {
    this.tv.agent.call('session.end', { reason: 'viewer' }).catch((error: { code?: string }) => {
      this.fault = error.code ?? 'platform.failed';
      this.redraw();
    });
  }
}
