import Lightning from '@lightningjs/core';
import { topForCentre } from '../../text/baseline.ts';
import { css } from '../../theme/contrast.ts';
import { measureFor } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, levelColours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { drawing, roundedPath, surfaceTexture } from '../base/surface.ts';

/**
 * Strip of an order: level and official name in the official colour at the left, who gave it and when on black at the
 * right. Of a drill: hollow and dashed, without the official colour.
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
    const nameX = 455;
    // Alone in its half of the strip it stands in the middle.
    const issuerY = this.agency ? 18 : topForCentre(h / 2, 48);
    const split = nameX + Math.max(measureFor(72, true)(this.name), measureFor(36, true)(this.reading)) + 40;
    const outline = level === 5 ? 10 : 6;
    const nameCentre = (nameX + split - 40) / 2;
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
      Level: textTemplate(this.levelWord, {
        x: 36,
        y: h / 2,
        mountY: 0.5,
        size: 56,
        bold: true,
        colour: text,
        lineHeight: 56,
      }),
      Number: this.#number(
        328,
        92,
        text === colours.black ? colours.black : colours.white,
        text === colours.black ? colours.white : ground,
      ),
      Reading: textTemplate(this.reading, {
        x: nameCentre,
        y: 8,
        mountX: 0.5,
        size: 36,
        bold: true,
        colour: text,
        lineHeight: 36,
      }),
      Name: textTemplate(this.name, {
        x: nameCentre,
        y: 42,
        mountX: 0.5,
        size: 72,
        bold: true,
        colour: text,
        lineHeight: 72,
      }),
      Issuer: textTemplate(this.issuer, {
        x: split + 36,
        y: issuerY,
        size: 48,
        bold: true,
        colour: colours.white,
        lineHeight: 48,
      }),
      Time: textTemplate(this.time, {
        x: split + 36 + measureFor(48, true)(this.issuer) + 30,
        y: issuerY,
        size: 48,
        colour: colours.white,
        lineHeight: 48,
      }),
      Agency: textTemplate(this.agency, {
        x: split + 36,
        y: 80,
        size: 36,
        colour: colours.secondText,
        lineHeight: 36,
      }),
    };
  }

  #hollow() {
    const { w, h } = this;
    const level = measureFor(56, true);
    const drillX = 38;
    const levelX = drillX + level(this.drillWord) + 36;
    const numberX = levelX + level(this.levelWord) + 20;
    return {
      Ground: {
        texture: surfaceTexture({ w, h, radius: 20, edge: colours.white, edgeWidth: 6, dash: [18, 10] }),
      },
      Drill: textTemplate(this.drillWord, {
        x: drillX,
        y: h / 2,
        mountY: 0.5,
        size: 56,
        bold: true,
        colour: colours.white,
        lineHeight: 56,
      }),
      Level: textTemplate(this.levelWord, {
        x: levelX,
        y: h / 2,
        mountY: 0.5,
        size: 56,
        bold: true,
        colour: colours.white,
        lineHeight: 56,
      }),
      Number: this.#number(numberX, 76, colours.white, colours.black),
      Name: textTemplate(this.name, {
        x: numberX + 104,
        y: h / 2,
        mountY: 0.5,
        size: 56,
        bold: true,
        colour: colours.white,
        lineHeight: 56,
      }),
      Time: textTemplate(this.time, {
        x: w - 36,
        y: h / 2,
        mountX: 1,
        mountY: 0.5,
        size: 36,
        colour: colours.white,
        lineHeight: 36,
      }),
      Issuer: textTemplate(this.issuer, {
        x: w - 36 - measureFor(36, false)(this.time) - 26,
        y: h / 2,
        mountX: 1,
        mountY: 0.5,
        size: 36,
        bold: true,
        colour: colours.white,
        lineHeight: 36,
      }),
    };
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
