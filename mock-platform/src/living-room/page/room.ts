import { japanTime } from '../../console/page/japan-time.ts';
import type { RoomLayout } from './layout.ts';

/** Draws the evening room for a layout: flat tones, two pools of lamp light, no gradients. SVG source. */
export function roomDrawing(layout: RoomLayout, today: Date): string {
  const { width: w, height: h, strip } = layout;
  const floor = h - strip;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${floor}" viewBox="0 0 ${w} ${floor}">
    ${wall(layout)}${tatami(layout)}${nightWindow(layout)}${lantern(layout)}${calendar(layout, today)}${board(layout)}
    ${cup(layout)}${beam(layout)}
  </svg>`;
}

function wall({ width: w, board: { back }, header, lamp }: RoomLayout): string {
  const edge = Math.round(w * 0.545);
  const pool = Math.max(w * 0.21, 250);
  return `
    <rect width="${w}" height="${back}" fill="#CBB28B"/>
    <path d="M${edge} ${header}H${w}V${back}H${Math.round(w * 0.59)}z" fill="#B79C76"/>
    <ellipse cx="${lamp.x}" cy="${lamp.top + lamp.radius * 1.7}" rx="${pool * 1.42}" ry="${pool * 1.24}" fill="#D4BD98"/>
    <ellipse cx="${lamp.x}" cy="${lamp.top + lamp.radius * 1.7}" rx="${pool}" ry="${pool * 0.9}" fill="#DDC9A6"/>
    <rect y="${back - 14}" width="${w}" height="14" fill="#8F6A49"/>
    <rect y="${back - 14}" width="${w}" height="3" fill="#A37C58"/>`;
}

function tatami({ width: w, height: h, strip, board: { back, right } }: RoomLayout): string {
  const floor = h - strip;
  const x = Math.min(right + 40, w - 120);
  return `
    <rect y="${back}" width="${w}" height="${floor - back}" fill="#7D7B50"/>
    <rect y="${back}" width="${w}" height="14" fill="#6E6C46"/>
    <path d="M${x} ${back + 14}h34l${(floor - back) * 0.42} ${floor - back - 14}h-44z" fill="#33442F"/>`;
}

function nightWindow({ window: pane, width: w }: RoomLayout): string {
  if (!pane) return '';
  const { x, y, width, height } = pane;
  const moon = Math.min(46, (w - x) * 0.5);
  const bar = (at: number) =>
    `<rect x="${x}" y="${y + height * at}" width="${width}" height="7" fill="#463226"/>`;
  return `
    <rect x="${x - 14}" y="${y - 14}" width="${width}" height="${height + 28}" fill="#463226"/>
    <rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#2A3A55"/>
    <circle cx="${x + moon}" cy="${y + height * 0.17}" r="${Math.min(25, moon - 8)}" fill="#F6E7C1"/>
    <circle cx="${x + 16}" cy="${y + height * 0.44}" r="2" fill="#DCE6E2"/>
    <circle cx="${x + 66}" cy="${y + height * 0.52}" r="2.4" fill="#DCE6E2"/>
    <path d="M${x} ${y + height * 0.8}q34 -36 74 -42t${width - 74} 30v${height * 0.2 + 12}H${x}z" fill="#1F2C40"/>
    <rect x="${x + 26}" y="${y + height * 0.86}" width="9" height="11" fill="#F2DCA0"/>
    ${bar(0.34)}${bar(0.67)}`;
}

function lantern({ lamp: { x, top, radius: r } }: RoomLayout): string {
  const cord = r * 0.72;
  const cy = top + cord + r * 1.05;
  const rib = (at: number) => {
    const half = Math.sqrt(Math.max(0, 1 - at * at)) * r * 1.02;
    return `<path d="M${x - half} ${cy + at * r * 0.98}q${half} ${r * 0.13} ${half * 2} 0" fill="none" stroke="#E4CD98" stroke-width="3"/>`;
  };
  return `
    <rect x="${x - 2}" y="${top}" width="4" height="${cord}" fill="#2E2019"/>
    <ellipse cx="${x}" cy="${cy}" rx="${r * 1.02}" ry="${r}" fill="#FFF3D6"/>
    ${[-0.66, -0.34, 0, 0.34, 0.66].map(rib).join('')}
    <rect x="${x - r * 0.34}" y="${cy - r * 1.08}" width="${r * 0.68}" height="${r * 0.16}" rx="4" fill="#463226"/>
    <rect x="${x - r * 0.34}" y="${cy + r * 0.92}" width="${r * 0.68}" height="${r * 0.15}" rx="4" fill="#463226"/>
    <path d="M${x} ${cy + r * 1.07}v${r * 0.3}m-5 0h10l-2 ${r * 0.2}h-6z" fill="#A8402F" stroke="#A8402F" stroke-width="2"/>`;
}

/** A tear-off calendar under the switch of the households, where there is room for it. */
function calendar({ households, lamp, board: { back } }: RoomLayout, today: Date): string {
  const top = households.y + households.height + 30;
  if (back - top < 150) return '';
  const { month, day, weekday } = japanTime(today);
  const text = (y: number, size: number, weight: number, words: string) =>
    `<text x="${lamp.x}" y="${top + y}" font-size="${size}" font-weight="${weight}" text-anchor="middle" fill="#463226">${words}</text>`;
  return `
    <circle cx="${lamp.x}" cy="${top - 12}" r="4" fill="#463226"/>
    <path d="M${lamp.x} ${top - 12}l-34 14m34-14l34 14" stroke="#463226" stroke-width="2"/>
    <rect x="${lamp.x - 50}" y="${top + 4}" width="108" height="132" fill="#B99F77"/>
    <rect x="${lamp.x - 54}" y="${top}" width="108" height="132" fill="#FBF6EC"/>
    <rect x="${lamp.x - 54}" y="${top}" width="108" height="12" fill="#8F6A49"/>
    ${text(38, 17, 400, `${month}月`)}${text(92, 52, 700, String(day))}
    ${text(120, 17, 400, `${weekday}曜日`)}`;
}

function board({ board: { left, right, back, front, bottom }, television, reader }: RoomLayout): string {
  const inset = 30;
  const grain = (at: number) => {
    const y = back + (front - back) * at;
    const dx = inset * (1 - at);
    return `<path d="M${left + dx} ${y}H${right - dx}" stroke="#8C6240" stroke-width="2"/>`;
  };
  const foot = (at: number, lean: number) => {
    const x = television.x + television.width * at;
    const y = television.y + television.height - 4;
    const end = back + 26;
    return `<path d="M${x} ${y}h34l${lean} ${end - y}h-40z" fill="#171C21"/>`;
  };
  const shadow = `M${television.x + 60} ${back}H${television.x + television.width - 60}l24 34H${television.x + 36}z`;
  const plugAt = reader.x + reader.width / 2;
  return `
    <path d="M${left + 16} ${bottom}H${right - 16}v9H${left + 16}z" fill="#5F5E3C"/>
    <path d="M${left + inset} ${back}H${right - inset}L${right} ${front}H${left}z" fill="#A77A50"/>
    ${[0.3, 0.62].map(grain).join('')}
    <path d="${shadow}" fill="#8F6643"/>
    <rect x="${left}" y="${front}" width="${right - left}" height="${bottom - front}" rx="3" fill="#5C3F29"/>
    <rect x="${left}" y="${front}" width="${right - left}" height="4" fill="#BD8E62"/>
    <path d="M${plugAt} ${reader.y + 14}C${plugAt} ${back + 6} ${television.x + 40} ${reader.y} ${television.x + television.width * 0.19} ${back + 4}" fill="none" stroke="#23282D" stroke-width="5" stroke-linecap="round" pathLength="100" class="cable"/>
    ${foot(0.19, -22)}${foot(0.77, 16)}`;
}

function cup({ cup: at }: RoomLayout): string {
  if (!at) return '';
  const { x, y } = at;
  return `
    <ellipse cx="${x}" cy="${y + 62}" rx="32" ry="7" fill="#8C6240"/>
    <path d="M${x - 27} ${y + 8}h54v30c0 14-10 22-18 22h-18c-8 0-18-8-18-22z" fill="#6F9A6B"/>
    <path d="M${x - 27} ${y + 24}h54v9h-54z" fill="#5F8A5C"/>
    <ellipse cx="${x}" cy="${y + 8}" rx="27" ry="8" fill="#4E774D"/>
    <ellipse cx="${x}" cy="${y + 9}" rx="22" ry="5.5" fill="#B9C777"/>`;
}

function beam({ width: w, header }: RoomLayout): string {
  return `<rect width="${w}" height="${header}" fill="#463226"/><rect y="${header}" width="${w}" height="8" fill="#33241B"/>`;
}
