import * as z from 'zod/mini';
import type { HomeMeasurement } from '../../../../mock-platform/src/protocol/health.ts';
import { digitOf, isKeyName } from '../../app/keys/names.ts';
import { ServiceError } from '../../clients/services.ts';
import { type Children, place } from '../../components/base/place.ts';
import { surfaceTexture } from '../../components/base/surface.ts';
import { Button } from '../../components/button/Button.ts';
import { Dialog } from '../../components/dialog/Dialog.ts';
import { Page } from '../../components/page/Page.ts';
import { ErrorPanel } from '../../components/status/ErrorPanel.ts';
import { inSentences } from '../../messages/common.ts';
import { health } from '../../messages/health.ts';
import { measure as words } from '../../messages/health-records.ts';
import { topForBaseline } from '../../text/baseline.ts';
import { valueWords } from '../../text/numbers.ts';
import { fit } from '../../theme/fit.ts';
import { measureFor } from '../../theme/measure.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, columnsWidth, columnX, layout } from '../../theme/tokens.ts';
import { newRequestId } from '../booking/request-id.ts';
import type { PressureReading, WeightReading } from './observations.ts';
import {
  type Field,
  figureOf,
  judgePressure,
  judgeWeight,
  mostDigits,
  type Plausibility,
} from './plausible.ts';

type Step = 'what' | Field | 'confirm' | 'asking' | 'failed';

interface Params {
  lastPressure: PressureReading | undefined;
  lastWeight: WeightReading | undefined;
  /** The records have changed. */
  saved: () => void;
}

const keyGap = 24;

/** はかる: blood pressure or weight, typed with the number keys; 126 決定 78 決定 決定 are eight keys. */
export class MeasurePage extends Page<Params> {
  private step: Step = 'what';
  private typed: Record<Field, string> = { systolic: '', diastolic: '', weight: '' };
  /** One for what is on the screen: pressing のこす twice keeps one. */
  private requestId = '';
  private failure = '';

  override get title(): string {
    return words.title;
  }
  override get help(): readonly string[] {
    return words.help;
  }
  override get personal(): boolean {
    return true;
  }
  override get spoken(): string {
    return inSentences([this.title, this.question]);
  }

  override opened(): void {
    this.onLeave(() => {
      this.typed = { systolic: '', diastolic: '', weight: '' };
    });
  }

  /** One step back, never out of the page with half a figure by mistake. */
  override back(): boolean {
    const before: Record<Step, Step | undefined> = {
      what: undefined,
      systolic: 'what',
      diastolic: 'systolic',
      weight: 'what',
      confirm: this.kind === 'weight' ? 'weight' : 'diastolic',
      asking: this.kind === 'weight' ? 'weight' : 'systolic',
      failed: 'confirm',
    };
    const step = before[this.step];
    if (step) this.go(step);
    return step !== undefined;
  }

  override _handleKey(key: unknown): boolean | undefined {
    const digit = isKeyName(key) ? digitOf(key) : undefined;
    const field = this.field;
    if (digit === undefined || !field) return false;
    this.type(field, digit);
    return undefined;
  }

  override content(theme: Theme): Children {
    switch (this.step) {
      case 'what':
        return this.what();
      case 'confirm':
        return this.confirm();
      case 'asking':
        return this.asking(theme);
      case 'failed': {
        const again = () => this.send();
        return { Failed: place(ErrorPanel, { code: this.failure, again, theme }) };
      }
      default:
        return this.pad(this.step);
    }
  }

  private get kind(): 'blood-pressure' | 'weight' {
    return this.typed.weight === '' && this.step !== 'weight' ? 'blood-pressure' : 'weight';
  }

  private get field(): Field | undefined {
    const { step } = this;
    return step === 'systolic' || step === 'diastolic' || step === 'weight' ? step : undefined;
  }

  private get question(): string {
    const { step } = this;
    if (step === 'what') return words.what;
    return this.field ? words[this.field] : words.confirm;
  }

  private go(step: Step): void {
    if (step === 'what') this.typed = { systolic: '', diastolic: '', weight: '' };
    this.step = step;
    this.focusOn(this.field ? 'next' : 'save');
    this.redraw();
    this.tv.announcer.say(this.question);
  }

  private headline() {
    const size = fit(this.question, 1728, [72, 64, 56]);
    return textTemplate(this.question, {
      x: layout.left,
      y: layout.contentTop,
      size,
      bold: true,
      colour: colours.text,
    });
  }

  private what(): Children {
    const tile = (focusKey: string, label: string, step: Step, at: number) =>
      place(Button, {
        x: columnX(0) + at * (columnsWidth(6) + 36),
        y: 330,
        w: columnsWidth(6),
        h: 240,
        fontSize: 72,
        icon: at === 0 ? 'heart-pulse' : 'scale',
        label,
        focusKey,
        first: at === 0,
        press: () => this.go(step),
      });
    return {
      Headline: this.headline(),
      Pressure: tile('pressure', health.bloodPressure, 'systolic', 0),
      Weight: tile('weight', health.weight, 'weight', 1),
    };
  }

  private pad(field: Field): Children {
    const left = columnX(6) - 42;
    const wide = Math.floor((layout.right - left - 2 * keyGap) / 3);
    const top = 300;
    const high = Math.floor((layout.contentBottom - top - 3 * keyGap) / 4);
    const key = (
      column: number,
      row: number,
      label: string,
      focusKey: string,
      press: () => void,
      more = {},
    ) =>
      place(Button, {
        x: left + column * (wide + keyGap),
        y: top + row * (high + keyGap),
        w: wide,
        h: high,
        fontSize: label.length === 1 ? 64 : 48,
        label,
        focusKey,
        press,
        ...more,
      });
    const digits = Array.from({ length: 9 }, (_, at) => [
      `Key${at + 1}`,
      key(
        at % 3,
        Math.floor(at / 3),
        String(at + 1),
        `key-${at + 1}`,
        () => this.type(field, String(at + 1)),
        {
          typing: true,
        },
      ),
    ]);
    const ready = this.typed[field].length >= 2;
    return {
      Headline: this.headline(),
      Figure: this.paper(field, columnsWidth(6) - 42),
      ...(Object.fromEntries(digits) as Children),
      Erase: key(0, 3, words.erase, 'erase', () => this.erase(field), { typing: true }),
      Key0: key(1, 3, '0', 'key-0', () => this.type(field, '0'), { typing: true }),
      Next: key(2, 3, words.next, 'next', () => this.next(field), {
        first: true,
        look: ready ? 'paper' : 'taken',
      }),
    };
  }

  /** What is typed so far, as large as a figure on the other pages. */
  private paper(field: Field, w: number) {
    const value = figureOf(field, this.typed[field]);
    const unit = field === 'weight' ? 'kg' : '';
    const label = field === 'systolic' ? health.systolic : field === 'diastolic' ? health.diastolic : '';
    return this.figurePaper(
      layout.left,
      300,
      w,
      400,
      label,
      value === undefined ? '' : valueWords(value),
      unit,
    );
  }

  private figurePaper(
    x: number,
    y: number,
    w: number,
    h: number,
    label: string,
    value: string,
    unit: string,
  ) {
    const size = 200;
    const top = Math.round((h - size) / 2) - 8;
    return {
      x,
      y,
      Ground: { texture: surfaceTexture({ w, h, radius: 24, fill: colours.paper }) },
      Label: textTemplate(label, {
        x: 48,
        y: 40,
        size: 56,
        bold: true,
        lineHeight: 64,
        colour: colours.inkOnPaper,
      }),
      Value: textTemplate(value || '—', {
        x: 48,
        y: top + 20,
        size,
        bold: true,
        lineHeight: size,
        colour: value ? colours.inkOnPaper : colours.secondOnPaper,
      }),
      Unit: textTemplate(value ? unit : '', {
        x: 48 + Math.round(measureFor(size, true)(value)) + 20,
        y: topForBaseline(top + 20, size, 64),
        size: 64,
        bold: true,
        lineHeight: 72,
        colour: colours.inkOnPaper,
      }),
    };
  }

  private confirm(): Children {
    const fields: Field[] = this.kind === 'weight' ? ['weight'] : ['systolic', 'diastolic'];
    const w = columnsWidth(6);
    const button = (at: number, focusKey: string, label: string, press: () => void, more = {}) =>
      place(Button, { x: columnX(0) + at * (w + 36), y: 726, w, h: 144, label, focusKey, press, ...more });
    return {
      Headline: this.headline(),
      ...Object.fromEntries(
        fields.map((field, at) => {
          const value = valueWords(figureOf(field, this.typed[field]) ?? 0);
          const unit = field === 'weight' ? 'kg' : '';
          const label = field === 'weight' ? '' : field === 'systolic' ? health.systolic : health.diastolic;
          return [
            `Figure${at}`,
            this.figurePaper(columnX(0) + at * (w + 36), 300, w, 390, label, value, unit),
          ];
        }),
      ),
      Save: button(0, 'save', words.save, () => this.send(), { look: 'paper', first: true, commit: true }),
      Change: button(1, 'change', words.change, () => this.back()),
    };
  }

  /** Kind words for a figure that is unusual: most often a slip of the finger. */
  private asking(theme: Theme): Children {
    const change = {
      label: words.change,
      press: () => {
        const first: Field = this.kind === 'weight' ? 'weight' : 'systolic';
        this.typed = { systolic: '', diastolic: '', weight: '' };
        this.go(first);
      },
    };
    const outside = this.plausibility() === 'outside';
    return {
      Question: place(Dialog, {
        question: outside ? words.outside : words.unusual,
        detail: outside ? words.outsideDetail : words.unusualDetail,
        theme,
        choices: outside ? [change] : [change, { label: words.keep, commit: true, press: () => this.send() }],
      }),
    };
  }

  private type(field: Field, digit: string): void {
    const typed = this.typed[field];
    if (typed.length >= mostDigits[field] || (typed === '' && digit === '0')) return;
    this.typed = { ...this.typed, [field]: typed + digit };
    this.requestId = newRequestId();
    this.redraw();
    const value = figureOf(field, this.typed[field]);
    if (this.tv.settings.current.readAloud && value !== undefined)
      this.tv.announcer.sayAtRest(valueWords(value));
  }

  private erase(field: Field): void {
    this.typed = { ...this.typed, [field]: this.typed[field].slice(0, -1) };
    this.redraw();
  }

  private next(field: Field): void {
    if (this.typed[field].length < 2) return;
    if (field === 'systolic') this.go('diastolic');
    else this.go(this.plausibility() === 'usual' ? 'confirm' : 'asking');
  }

  private plausibility(): Plausibility {
    const { lastPressure, lastWeight } = this.params;
    const of = (field: Field) => figureOf(field, this.typed[field]) ?? 0;
    return this.kind === 'weight'
      ? judgeWeight(of('weight'), lastWeight)
      : judgePressure({ systolic: of('systolic'), diastolic: of('diastolic') }, lastPressure);
  }

  private measured(): HomeMeasurement {
    const of = (field: Field) => figureOf(field, this.typed[field]) ?? 0;
    const { requestId } = this;
    return this.kind === 'weight'
      ? { kind: 'weight', requestId, kilograms: of('weight') }
      : { kind: 'blood-pressure', requestId, systolic: of('systolic'), diastolic: of('diastolic') };
  }

  private send(): void {
    this.tv.services.post('/health/measurements', this.measured(), z.object({})).then(
      () => {
        if (!this.attached) return;
        this.toast(words.saved);
        this.params.saved();
        this.tv.pages.back();
      },
      (error: unknown) => {
        if (!this.attached) return;
        this.failure = error instanceof ServiceError ? error.code : 'platform.failed';
        this.step = 'failed';
        this.redraw();
      },
    );
  }
}
