import type { Session } from '../../../reader-agent/src/protocol/local.ts';
import type { Television } from '../../src/app/television.ts';
import type { BoxStore } from '../../src/clients/box.ts';
import { place } from '../../src/components/base/place.ts';
import { surfaceTexture } from '../../src/components/base/surface.ts';
import { Button } from '../../src/components/button/Button.ts';
import { type IconName, icon } from '../../src/components/icon/Icon.ts';
import { Legend } from '../../src/components/legend/Legend.ts';
import { LevelBand } from '../../src/components/level-band/LevelBand.ts';
import { PageFrame } from '../../src/components/page/PageFrame.ts';
import { RubyText } from '../../src/components/ruby-text/RubyText.ts';
import { ErrorPanel } from '../../src/components/status/ErrorPanel.ts';
import { Loading } from '../../src/components/status/Loading.ts';
import { Toast } from '../../src/components/toast/Toast.ts';
import { common } from '../../src/messages/common.ts';
import { home } from '../../src/messages/home.ts';
import { textTemplate } from '../../src/theme/theme.ts';
import { colours, layout, sizes, type TypeRole } from '../../src/theme/tokens.ts';
import { type Exhibit, firstRow, type Screen, specimens } from '../exhibit.ts';

/** The same television in the middle of somebody's visit. */
function visited(tv: Television): Television {
  const session: Session = { callName: 'はな', tier: 't1', services: ['health'], since: '', notices: [] };
  const box = Object.assign(Object.create(tv.box) as BoxStore, { subscribe: () => () => false });
  Object.defineProperty(box, 'current', { value: { ...tv.box.current, session } });
  return Object.create(tv, { box: { value: box } }) as Television;
}

const frame = (name: string, more: object, title: () => string, visit = false): Screen => ({
  name,
  content: ({ tv }) => ({
    Frame: {
      x: 432,
      y: layout.contentTop,
      w: 1920,
      h: 1080,
      pivot: 0,
      scale: 0.6,
      Edge: {
        texture: surfaceTexture({ w: 1920, h: 1080, radius: 0, fill: colours.ink, edge: colours.edge }),
      },
      ...{
        Page: place(PageFrame, {
          tv: visit ? visited(tv) : tv,
          title: title(),
          backWord: common.backOne,
          ...more,
        }),
      },
    },
  }),
});

export const pageFrame: Exhibit = {
  name: 'PageFrame',
  screens: [
    frame('home', { kind: 'home', backWord: common.backToBroadcast }, () => home.title),
    frame('page', {}, () => home.disaster.label),
    frame('in a visit', {}, () => home.health.label, true),
    frame('task in steps', { steps: { count: 5, current: 2 } }, () => home.booking.label),
  ],
};

export const legend: Exhibit = {
  name: 'Legend',
  screens: [
    {
      name: 'normal, large letters',
      content: () =>
        specimens([
          { caption: 'normal', x: 0, y: firstRow, of: place(Legend, { backWord: common.backOne }) },
          {
            caption: 'large letters',
            x: 0,
            y: firstRow + 240,
            of: place(Legend, { backWord: common.backToBroadcast, large: true }),
          },
        ]),
    },
  ],
};

const band = (level: 3 | 4 | 5, drill = false) =>
  place(LevelBand, {
    w: 1728,
    h: 144,
    level,
    drill,
    name: { 3: '高齢者等避難', 4: '避難指示', 5: '緊急安全確保' }[level],
    reading: { 3: 'こうれいしゃとうひなん', 4: 'ひなんしじ', 5: 'きんきゅうあんぜんかくほ' }[level],
    issuer: 'ひより町から',
    time: '午後6時42分',
    agency: level === 4 && !drill ? '気象庁 レベル4土砂災害危険警報' : '',
  });

export const levelBand: Exhibit = {
  name: 'LevelBand',
  screens: [
    {
      name: 'levels 3 to 5',
      content: () =>
        specimens(
          ([3, 4, 5] as const).map((level, index) => ({
            caption: `level ${level}`,
            x: 96,
            y: firstRow + index * 228,
            of: band(level),
          })),
        ),
    },
    {
      name: 'drill',
      content: () => specimens([{ caption: 'drill', x: 96, y: firstRow, of: band(4, true) }]),
    },
  ],
};

export const status: Exhibit = {
  name: 'Loading, ErrorPanel',
  screens: [
    {
      name: 'loading',
      content: ({ theme }) => ({ Loading: place(Loading, { fontSize: theme.size('sentence') }) }),
    },
    ...['platform.unreachable', 'reader.none', 'not-known'].map((code) => ({
      name: `error: ${code}`,
      content: ({ theme, pressed }: Parameters<Screen['content']>[0]) => ({
        Error: place(ErrorPanel, { theme, code, again: () => pressed(common.again) }),
      }),
    })),
  ],
};

export const toast: Exhibit = {
  name: 'Toast',
  screens: [
    {
      name: '決定 shows one for five seconds',
      content: ({ pressed }) => ({
        Show: place(Button, {
          x: 96,
          y: layout.contentTop,
          w: 540,
          h: 136,
          label: common.enter,
          focusKey: 'show',
          press: () => pressed(common.enter),
        }),
      }),
    },
    {
      name: 'standing',
      content: ({ theme }) => ({
        Toast: place(Toast, { words: home.noNews, fontSize: theme.size('body') }),
      }),
    },
  ],
};

const icons: readonly IconName[] = [
  ...(['again', 'arrow-left', 'arrow-right', 'bell', 'book', 'calendar', 'card', 'chart', 'check'] as const),
  ...(['check-circle', 'circle-free', 'clipboard', 'clock', 'cross-taken', 'cup', 'heart'] as const),
  ...(['heart-pulse', 'helper', 'house', 'house-safe', 'id-card', 'person', 'phone', 'pin-note'] as const),
  ...(['plug', 'runner', 'scale', 'shelter', 'sliders', 'speaker', 'sun', 'table'] as const),
  ...(['thermometer', 'triangle'] as const),
];

export const tokens: Exhibit = {
  name: 'Type, colours, icons',
  screens: [
    {
      name: 'type scale',
      content: ({ theme }) => {
        let y = layout.contentTop - 20;
        return Object.fromEntries(
          (Object.keys(sizes.normal) as TypeRole[])
            .filter((role) => role !== 'number')
            .map((role) => {
              const size = theme.size(role);
              const line = textTemplate(`${role} ${size}  ${home.title}`, {
                x: layout.left,
                y,
                size,
                lineHeight: size,
                bold: size >= 56,
                colour: colours.text,
              });
              y += Math.round(size * 1.28);
              return [`Line-${role}`, line];
            }),
        );
      },
    },
    {
      name: 'colours',
      content: () =>
        Object.fromEntries(
          (Object.keys(colours) as (keyof typeof colours)[]).map((name, index) => {
            const x = layout.left + (index % 4) * 441;
            const y = layout.contentTop + Math.floor(index / 4) * 84;
            return [
              `Colour-${name}`,
              {
                x,
                y,
                Swatch: {
                  texture: surfaceTexture({
                    w: 64,
                    h: 64,
                    radius: 12,
                    fill: colours[name],
                    edge: colours.edge,
                  }),
                },
                Name: textTemplate(name, { x: 84, y: 10, size: 36, lineHeight: 40, colour: colours.text }),
              },
            ];
          }),
        ),
    },
    {
      name: 'icons',
      content: () =>
        Object.fromEntries(
          icons.map((name, index) => [
            `Icon-${name}`,
            icon(name, {
              x: layout.left + (index % 9) * 196,
              y: layout.contentTop + Math.floor(index / 9) * 170,
              size: 104,
            }),
          ]),
        ),
    },
    {
      name: 'readings',
      content: ({ theme }) => ({
        Ruby: place(RubyText, {
          x: layout.left,
          y: layout.contentTop + 60,
          marked: 'ひより{小学校|しょうがっこう}へ いってください。',
          fontSize: theme.size('sentence'),
        }),
      }),
    },
  ],
};
