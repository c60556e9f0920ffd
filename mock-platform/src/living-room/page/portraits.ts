import type { Room } from '../../protocol/living-room.ts';

type Portrait = Room['cards'][number]['portrait'];

const head = (skin: string) => `<circle cx="32" cy="30" r="14" fill="${skin}"/>`;
const shoulders = (cloth: string) => `<path d="M8 64c0-14 9-20 24-20s24 6 24 20z" fill="${cloth}"/>`;

const figures: Record<Portrait, string> = {
  grandmother: `<circle cx="32" cy="11" r="6.5" fill="#A7A29C"/>${shoulders('#74877C')}
    <path d="M16 31c0-13 7-18 16-18s16 5 16 18z" fill="#A7A29C"/>${head('#F2D0B3')}
    <path d="M18 28c2-8 8-11 14-11s12 3 14 11c-4-4-9-6-14-6s-10 2-14 6z" fill="#A7A29C"/>`,
  grandfather: `${shoulders('#4B5660')}<path d="M17 32c-1-6 1-10 3-12h24c2 2 4 6 3 12z" fill="#B9B6B1"/>${head('#E9BF9C')}
    <circle cx="26.5" cy="31" r="4.2" fill="none" stroke="#23282D" stroke-width="1.8"/>
    <circle cx="37.5" cy="31" r="4.2" fill="none" stroke="#23282D" stroke-width="1.8"/>
    <path d="M30.7 31h2.6" stroke="#23282D" stroke-width="1.8"/>`,
  girl: `<path d="M16 42V28c0-10 7-15 16-15s16 5 16 15v14z" fill="#33261F"/>${shoulders('#C9824A')}
    <circle cx="32" cy="31" r="13" fill="#F4D3B5"/><path d="M18 30c0-10 6-15 14-15s14 5 14 15z" fill="#33261F"/>`,
  man: `${shoulders('#56789A')}${head('#E6B68E')}
    <path d="M17 30c-1-12 6-17 15-17s16 5 15 17c-2-5-4-7-6-8-6 1-14 0-18-2-2 2-5 5-6 10z" fill="#33261F"/>`,
  woman: `<path d="M15 40c-1-20 4-27 17-27s18 7 17 27z" fill="#6A4B3A"/>${shoulders('#876A8B')}${head('#F2D0B3')}
    <path d="M17 30c1-10 7-14 15-14s14 4 15 14c-6-1-12-4-15-8-3 4-9 7-15 8z" fill="#6A4B3A"/>`,
  none: `<rect x="12" y="22" width="40" height="27" rx="5" fill="none" stroke="#4A4339" stroke-width="3"/>
    <path d="M12 31h40M19 41h10" stroke="#4A4339" stroke-width="3"/>`,
  phone: `<rect x="21" y="12" width="22" height="40" rx="4.5" fill="none" stroke="#4A4339" stroke-width="3"/>
    <path d="M28 17h8M30 46h4" stroke="#4A4339" stroke-width="3" stroke-linecap="round"/>`,
  broken: `<path d="M31 22H17q-5 0-5 5v17q0 5 5 5h10l4-8-5-6 6-6zM38 22h9q5 0 5 5v17q0 5-5 5H34l4-8-5-6 6-6z"
    fill="none" stroke="#4A4339" stroke-width="3" stroke-linejoin="round"/>`,
};

/** A card of nobody: drawn small, without a face. */
export const isThing = (portrait: Portrait): boolean => ['none', 'phone', 'broken'].includes(portrait);

/** A small portrait of shapes, as SVG source. */
export const portraitDrawing = (portrait: Portrait): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">${figures[portrait]}</svg>`;
