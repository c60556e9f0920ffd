import { Html } from '../counter/html.ts';

/** The forms of the towns' pages in the portal's own green. */
export const style = new Html(`
  :root { --text: #1a1a1a; --second: #4d4d4d; --key: #1d5c2f; --chosen: #eef6ea; --edge: #767676; --rule: #d0d0d0; }
  * { box-sizing: border-box; }
  body { margin: 0; background: #fff; color: var(--text); font: 17px/1.7 "BIZ UDPGothic", sans-serif; }
  header { display: flex; align-items: center; gap: 20px; min-height: 64px; padding: 0 32px; }
  header b { font-size: 20px; color: var(--key); }
  header a { margin-left: auto; }
  a { color: var(--key); text-underline-offset: 4px; }
  .stage { padding: 2px 12px; border: 2px solid var(--edge); border-radius: 6px; font-size: 15px; white-space: nowrap; }
  .stage.inside { border-color: var(--key); background: var(--key); color: #fff; font-weight: 700; }
  .bar { padding: 10px 32px; background: #1a1a1a; color: #fff; font-size: 15px; }
  main { max-width: 1040px; margin: 0 auto; padding: 32px 32px 56px; }
  h1 { margin: 0 0 16px; font-size: 32px; line-height: 1.45; }
  h2 { margin: 0 0 8px; font-size: 20px; line-height: 1.5; }
  p { margin: 0 0 16px; }
  .lead { max-width: 38em; font-size: 19px; }
  :focus-visible { outline: 4px solid #000; outline-offset: 2px; box-shadow: 0 0 0 2px #ffd43d; }
  .ways { display: grid; grid-template-columns: 1fr 1fr; gap: 24px; margin-top: 32px; }
  .way { display: flex; flex-direction: column; padding: 24px; border: 1px solid var(--rule); border-radius: 12px; }
  .way form { margin-top: auto; }
  button { min-height: 56px; padding: 8px 28px; border: 2px solid var(--key); border-radius: 8px; background: var(--key);
    color: #fff; font: inherit; font-weight: 700; cursor: pointer; }
  button:hover { background: #123f1f; }
  button.quiet { background: #fff; color: var(--key); }
  button.quiet:hover { background: var(--chosen); }
  .notice { padding: 14px 18px; border: 2px solid var(--key); border-radius: 8px; background: var(--chosen); }
  .typing { display: grid; grid-template-columns: auto 1fr; gap: 8px 48px; align-items: center; margin: 24px 0; }
  .number { margin: 0; padding: 20px 32px; border-radius: 12px; background: var(--chosen); font-size: 64px; font-weight: 700;
    letter-spacing: 0.06em; line-height: 1.2; white-space: nowrap; font-variant-numeric: tabular-nums; }
  ol { margin: 0; padding-left: 1.4em; font-size: 19px; }
  li { margin: 6px 0; word-break: auto-phrase; text-wrap: pretty; }
  .camera { grid-column: 1 / -1; margin-top: 16px; }
  .camera p { max-width: 44em; }
  .missing { color: var(--second); font-size: 15px; }
  .qr { display: block; width: 220px; height: 220px; border: 1px solid var(--rule); }
  .waiting { font-weight: 700; }
  dl { margin: 24px 0 0; }
  dl div { display: grid; grid-template-columns: 13em 1fr; gap: 12px; padding: 14px 0; border-bottom: 1px solid var(--rule); }
  dt { color: var(--second); }
  dd { margin: 0; font-weight: 700; font-size: 19px; overflow-wrap: anywhere; }
  dd small { display: block; color: var(--second); font-size: 15px; font-weight: 400; }
  @media (max-width: 760px) {
    header, .bar, main { padding-left: 16px; padding-right: 16px; }
    .ways, .typing, dl div { grid-template-columns: 1fr; gap: 16px; }
    .number { font-size: 44px; padding: 16px 20px; }
  }
`);
