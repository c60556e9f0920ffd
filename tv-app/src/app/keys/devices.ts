import { digitKey, type KeyName } from './names.ts';

/** Kinds of boxes and sets whose remote controls are known. */
export const devices = ['pc', 'hbbtv', 'tizen', 'webos', 'rdk', 'android', 'bml'] as const;
export type Device = (typeof devices)[number];
/** What a box may be set to: one kind, or `auto` for everything that does not contradict itself. */
export const deviceSettings = ['auto', ...devices] as const;
export type DeviceSetting = (typeof deviceSettings)[number];

export interface DeviceKeys {
  codes: Readonly<Record<number, KeyName>>;
  /** Codes that this device sends for keys which are not ours, although they mean something elsewhere. */
  notOurs: readonly number[];
}

const arrows: Record<number, KeyName> = { 37: 'Left', 38: 'Up', 39: 'Right', 40: 'Down' };
const common: Record<number, KeyName> = { ...arrows, 13: 'Enter', ...digits(48) };
/** VK_RED … VK_BLUE of CEA-2014, which HbbTV, Tizen and webOS share. */
const colours: Record<number, KeyName> = { 403: 'Red', 404: 'Green', 405: 'Yellow', 406: 'Blue' };

/**
 * The one table of key codes, from what is publicly known and confirmed on no hardware: the specifications of HbbTV and
 * CEA-2014 (hbbtv), Samsung's and LG's pages on remote controls (tizen, webos), the Lightning SDK's default map (rdk), what
 * browsers on Android boxes are said to send (android), what is said of data broadcasting (bml: keys counted from 1, so that
 * nothing of it may be mixed with the others). A set that differs is taught on its screen.
 */
export const deviceKeys: Readonly<Record<Device, DeviceKeys>> = {
  pc: {
    codes: {
      ...common,
      ...digits(96),
      8: 'Back',
      27: 'Back',
      33: 'ChannelUp',
      34: 'ChannelDown',
      36: 'Tv',
      84: 'Tv',
      112: 'Blue',
      113: 'Red',
      114: 'Green',
      115: 'Yellow',
      166: 'Back',
      172: 'Tv',
    },
    // Alt, Pause and Caps Lock.
    notOurs: [18, 19, 20],
  },
  hbbtv: {
    codes: { ...common, ...colours, 8: 'Back', 461: 'Back', 427: 'ChannelUp', 428: 'ChannelDown' },
    // Some sets send Escape for EXIT, which the set itself answers.
    notOurs: [27],
  },
  tizen: {
    codes: {
      ...common,
      ...colours,
      10009: 'Back',
      10071: 'Tv',
      427: 'ChannelUp',
      428: 'ChannelDown',
    },
    // Menu, pause.
    notOurs: [18, 19],
  },
  webos: {
    codes: { ...common, ...colours, 461: 'Back', 33: 'ChannelUp', 34: 'ChannelDown' },
    // Pause.
    notOurs: [19],
  },
  rdk: {
    codes: {
      ...common,
      ...colours,
      8: 'Back',
      36: 'Tv',
      174: 'ChannelDown',
      175: 'ChannelUp',
    },
    // The SDK's map has Menu here.
    notOurs: [27],
  },
  android: {
    codes: { ...common, ...colours, 27: 'Back', 166: 'Back', 172: 'Tv', 33: 'ChannelUp', 34: 'ChannelDown' },
    notOurs: [18],
  },
  bml: {
    codes: {
      1: 'Up',
      2: 'Down',
      3: 'Left',
      4: 'Right',
      ...digits(5),
      18: 'Enter',
      19: 'Back',
      21: 'Blue',
      22: 'Red',
      23: 'Green',
      24: 'Yellow',
    },
    notOurs: [20],
  },
};

/** Names of `KeyboardEvent.key` (UI Events), where a set gives a key no code of its own. */
export const domKeyNames: Readonly<Record<string, KeyName>> = {
  GoBack: 'Back',
  BrowserBack: 'Back',
  XF86Back: 'Back',
  ColorF0Red: 'Red',
  ColorF1Green: 'Green',
  ColorF2Yellow: 'Yellow',
  ColorF3Blue: 'Blue',
  ChannelUp: 'ChannelUp',
  ChannelDown: 'ChannelDown',
  TV: 'Tv',
};

/** Constants that a box may define on `window` (HbbTV, Hybridcast, older sets): what it says of itself goes first. */
export const constantNames: Readonly<Record<string, KeyName>> = {
  VK_UP: 'Up',
  VK_DOWN: 'Down',
  VK_LEFT: 'Left',
  VK_RIGHT: 'Right',
  VK_ENTER: 'Enter',
  VK_BACK_SPACE: 'Back',
  VK_BACK: 'Back',
  VK_BLUE: 'Blue',
  VK_RED: 'Red',
  VK_GREEN: 'Green',
  VK_YELLOW: 'Yellow',
  VK_CHANNEL_UP: 'ChannelUp',
  VK_CHANNEL_DOWN: 'ChannelDown',
  ...Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [`VK_${digit}`, digitKey(digit)])),
};

function digits(from: number): Record<number, KeyName> {
  return Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [from + digit, digitKey(digit)]));
}
