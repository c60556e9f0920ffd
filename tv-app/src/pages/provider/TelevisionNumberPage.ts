import type { TelevisionCode } from '../../../../mock-platform/src/protocol/federation.ts';
import { type Children, place } from '../../components/base/place.ts';
import { surfaceTexture } from '../../components/base/surface.ts';
import { icon } from '../../components/icon/Icon.ts';
import type { Loadable } from '../../components/page/loadable.ts';
import { Page } from '../../components/page/Page.ts';
import { QrCode } from '../../components/qr-code/QrCode.ts';
import { provider as words } from '../../messages/provider.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { choiceButtons } from './answer-words.ts';
import { spacedDigits } from './NumberBoxes.ts';
import { RequestPage } from './RequestPage.ts';

const aside = { x: 1284, w: layout.right - 1284 };
/** As large as both groups have room for beside the camera's corner, whatever the size of the letters. */
const numberSize = 176;
/** A new number comes so long before the old one ends. */
const renewAheadMs = 5_000;

/** The number of this television, for a page elsewhere; the request that is sent here opens by itself. */
export class TelevisionNumberPage extends Page {
  private code!: Loadable<TelevisionCode>;
  private stopRenewal: () => void = () => {};

  override get title(): string {
    return words.title;
  }
  override get takesRequests(): boolean {
    return true;
  }
  override get help(): readonly string[] {
    return words.help.number;
  }
  override get spoken(): string {
    const { state } = this.code;
    return `${words.ownNumber}${state.kind === 'ready' ? spacedDigits(state.value.code) : ''}`;
  }

  override opened(): void {
    const { agent, box, clock, pages } = this.tv;
    this.code = this.load(async () => {
      const code = await agent.call('requests.number', {});
      const left = Date.parse(code.expiresAt) - clock.now().getTime() - renewAheadMs;
      this.stopRenewal();
      this.stopRenewal = clock.after(Math.max(renewAheadMs, left), () => this.code.retry());
      return code;
    });
    this.onLeave(() => this.stopRenewal());
    this.onLeave(
      box.subscribe(({ requests }, before) => {
        const arrived = requests.find(({ id }) => !before.requests.some((one) => one.id === id));
        if (arrived && this.active) pages.replace(RequestPage, { request: arrived.id });
      }),
    );
  }

  override content(theme: Theme): Children {
    return this.when(this.code, ({ code, phonePage }) => ({
      ...this.number(code, theme),
      ...this.camera(phonePage, theme),
      ...choiceButtons([{ key: 'back', label: words.refuse, press: () => this.tv.pages.back() }]),
    }));
  }

  private number(code: string, theme: Theme): Children {
    const width = aside.x - layout.left - 48;
    const headline = textTemplate(words.ownNumber, {
      x: layout.left,
      y: layout.contentTop,
      width,
      size: Math.min(theme.size('sentence'), 72),
      bold: true,
      colour: colours.text,
    });
    return {
      Headline: { ...headline, heading: true },
      Number: {
        ...textTemplate(`${code.slice(0, 4)} ${code.slice(4)}`, {
          x: layout.left,
          y: 320,
          size: numberSize,
          bold: true,
          colour: colours.leaf,
          lineHeight: numberSize,
        }),
        words: spacedDigits(code),
      },
      More: textTemplate(`${words.ownNumberMore}\n${words.ownNumberWaits}`, {
        x: layout.left,
        y: 536,
        width,
        size: Math.min(theme.size('body'), 54),
        colour: colours.secondText,
      }),
    };
  }

  /** The page for the phone's camera, or what is missing for it (D19). */
  private camera(phonePage: string | undefined, theme: Theme): Children {
    const size = theme.size('note');
    if (phonePage) {
      const w = aside.w - 60;
      return {
        Code: place(QrCode, {
          x: aside.x + 30,
          y: layout.contentTop,
          w,
          content: phonePage,
          label: words.byCamera,
        }),
        Camera: textTemplate(words.byCamera, {
          x: aside.x,
          y: layout.contentTop + w + 24,
          width: aside.w,
          size,
          colour: colours.text,
        }),
      };
    }
    const missing = textTemplate(`${words.noCamera}\n${words.noCameraMore}`, {
      x: 36,
      y: 200,
      width: aside.w - 72,
      size,
      colour: colours.secondText,
    });
    return {
      Missing: {
        x: aside.x,
        y: layout.contentTop,
        texture: surfaceTexture({ w: aside.w, h: 480, radius: 24, fill: colours.surface }),
        Icon: icon('smartphone', { x: 36, y: 44, size: 120, colour: colours.secondText }),
        Words: missing,
      },
    };
  }
}
