import Lightning from '@lightningjs/core';
import { topForCentre } from '../../text/baseline.ts';
import { css } from '../../theme/contrast.ts';
import { measureFor } from '../../theme/measure.ts';
import { type TextOptions, textTemplate } from '../../theme/theme.ts';
import { colours, levelColours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { drawing, roundedPath, surfaceTexture } from '../base/surface.ts';
import { bandEdge, filledBand, hollowBand, hollowNumberSize, type Lines, numberSize } from './layout.ts';

/**
 * Strip of an order: level and official name in the official colour at the left, who gave it and when on black at the
 * right. Of a drill: hollow and dashed, without the official colour, between two plates that say 訓練.
 */
export class LevelBand extends Lightning.Component {
  level: 3 | 4 | 5 = 4;
  drill = false;
  levelWord = '警戒レベル';
  drillWord = '訓練';
  name = '';
  reading = '';
  issuer = '';
  time = '';
  agency = '';

  get accessible(): Accessible {
    const words = [
      this.drill ? this.drillWord : '',
      `${this.levelWord}${this.level}`,
      this.name,
      this.issuer,
      this.time,
      this.agency,
    ];
    return { role: 'text', name: words.filter(Boolean).join(' ') };
  }

  override _init(): void {
    this.patch((this.drill ? this.#hollow() : this.#filled()) as never);
  }

  #filled() {
    const { w, h, level } = this;
    const { ground, text } = levelColours[level];
    const { numberX, nameX, name, split, agency, oneRow, issuerSize } = filledBand(w, this, measureFor);
    const outline = level === 5 ? 10 : 6;
    const nameCentre = (nameX + split - 40) / 2;
    const rightX = split + bandEdge;
    // Alone in its half of the strip it stands in the middle.
    const rows = agency.length + (oneRow ? 1 : 2);
    const issuerY = rows === 1 ? topForCentre(h / 2, issuerSize) : rows === 2 ? 18 : 10;
    const agencyY = rows === 2 ? 80 : 51 + (oneRow ? 0 : 40);
    return {
      Ground: {
        texture: drawing(`band:${level}/${split}`, w, h, (context) => {
          roundedPath(context, 0, 0, w, h, 20);
          context.fillStyle = css(colours.white);
          context.fill();
          roundedPath(context, outline, outline, w - 2 * outline, h - 2 * outline, 20 - outline);
          context.fillStyle = css(colours.black);
          context.fill();
          context.save();
          context.clip();
          context.fillStyle = css(ground);
          context.fillRect(0, 0, split - outline / 2, h);
          context.fillStyle = css(colours.white);
          context.fillRect(split - outline / 2, 0, outline, h);
          context.restore();
        }),
      },
      Level: word(this.levelWord, { x: bandEdge, y: h / 2, mountY: 0.5, size: 56, bold: true, colour: text }),
      Number: this.#number(
        numberX,
        numberSize,
        text === colours.black ? colours.black : colours.white,
        text === colours.black ? colours.white : ground,
      ),
      Reading: word(this.reading, { x: nameCentre, y: 8, mountX: 0.5, size: 36, bold: true, colour: text }),
      ...this.#name(name, { x: nameCentre, y: this.reading ? 42 : undefined, mountX: 0.5, colour: text }),
      Issuer: word(this.issuer, {
        x: rightX,
        y: issuerY,
        size: issuerSize,
        bold: true,
        colour: colours.white,
      }),
      Time: word(this.time, {
        x: oneRow ? rightX + measureFor(issuerSize, true)(this.issuer) + 30 : rightX,
        y: oneRow ? issuerY : issuerY + issuerSize + 6,
        size: issuerSize,
        colour: colours.white,
      }),
      ...Object.fromEntries(
        agency.map((line, index) => [
          `Agency${index}`,
          word(line, { x: rightX, y: agencyY + index * 39, size: 36, colour: colours.secondText }),
        ]),
      ),
    };
  }

  #hollow() {
    const { w, h } = this;
    const { levelX, numberX, nameX, name, oneRow } = hollowBand(w, this, measureFor);
    const bold = { y: h / 2, mountY: 0.5, size: 56, bold: true, colour: colours.white };
    const right = { x: w - bandEdge, mountX: 1, mountY: 0.5, size: 36, colour: colours.white };
    return {
      Ground: {
        texture: surfaceTexture({ w, h, radius: 20, edge: colours.white, edgeWidth: 6, dash: [18, 10] }),
      },
      Level: word(this.levelWord, { ...bold, x: levelX }),
      Number: this.#number(numberX, hollowNumberSize, colours.white, colours.black),
      ...this.#name(name, { x: nameX, colour: colours.white }),
      Time: word(this.time, { ...right, y: oneRow ? h / 2 : h / 2 + 24 }),
      Issuer: word(this.issuer, {
        ...right,
        x: oneRow ? w - bandEdge - measureFor(36, false)(this.time) - 26 : w - bandEdge,
        y: oneRow ? h / 2 : h / 2 - 22,
        bold: true,
      }),
    };
  }

  /** One line, or two in the middle of the strip. */
  #name({ lines, size }: Lines, at: { x: number; y?: number | undefined; mountX?: number; colour: number }) {
    const step = Math.round(size * 1.12);
    const first = at.y ?? topForCentre(this.h / 2 - ((lines.length - 1) * step) / 2, size);
    return Object.fromEntries(
      lines.map((line, index) => [
        `Name${index}`,
        word(line, { ...at, y: first + index * step, size, bold: true }),
      ]),
    );
  }

  #number(x: number, size: number, ground: number, text: number) {
    return {
      x,
      y: (this.h - size) / 2,
      texture: surfaceTexture({ w: size, h: size, radius: 12, fill: ground }),
      Digit: textTemplate(String(this.level), {
        x: size / 2,
        y: size / 2 + 3,
        mountX: 0.5,
        mountY: 0.5,
        size: Math.round(size * 0.88),
        bold: true,
        colour: text,
        lineHeight: Math.round(size * 0.88),
      }),
    };
  }
}

/** One line without room around it. */
const word = (content: string, options: TextOptions) =>
  textTemplate(content, { ...options, lineHeight: options.size });
