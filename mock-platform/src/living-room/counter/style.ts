import { Html } from './html.ts';

/** The colours and forms of the towns' pages. */
export const style = new Html(`
  :root { --text: #1a1a1a; --second: #4d4d4d; --key: #0017c1; --chosen: #e8f1fe; --edge: #767676; --rule: #d0d0d0; }
  * { box-sizing: border-box; }
  body { margin: 0; background: #fff; color: var(--text); font: 17px/1.6 "BIZ UDPGothic", sans-serif; }
  header { display: flex; align-items: center; gap: 24px; min-height: 64px; padding: 0 32px; }
  header b { font-size: 20px; }
  header a { margin-left: auto; }
  a { color: var(--key); text-underline-offset: 4px; }
  .bar { padding: 12px 32px; background: #1a1a1a; color: #fff; }
  main { max-width: 1280px; margin: 0 auto; padding: 24px 32px 48px; }
  h1 { margin: 0 0 16px; font-size: 30px; line-height: 1.4; }
  h2 { margin: 28px 0 8px; font-size: 20px; }
  :focus-visible { outline: 4px solid #000; outline-offset: 2px; box-shadow: 0 0 0 2px #ffd43d; }
  .scroll { overflow-x: auto; }
  table { width: 100%; border-collapse: collapse; }
  th, td { padding: 10px 16px 10px 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
  thead th { color: var(--second); font-weight: 400; }
  tbody th { min-width: 8em; font-size: 18px; white-space: nowrap; }
  td small { white-space: nowrap; }
  td small, th small { display: block; color: var(--second); font-size: 15px; font-weight: 400; }
  .state { display: inline-block; min-width: 5.5em; padding: 0 10px; border: 2px solid var(--edge); border-radius: 6px;
    text-align: center; white-space: nowrap; }
  .state.good { border-color: #1d5c2f; color: #1d5c2f; font-weight: 700; }
  .state.revoked, .state.expired { border-color: var(--text); background: var(--text); color: #fff; font-weight: 700; }
  .deeds { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0; padding: 0; list-style: none; }
  .deeds a { display: inline-block; padding: 6px 0; white-space: nowrap; }
  .notice, .failure { margin: 0 0 24px; padding: 14px 18px; border: 2px solid var(--key); border-radius: 8px;
    background: var(--chosen); }
  .failure { border-color: var(--text); background: #fff; font-weight: 700; }
  .notice p, .failure p { margin: 0; }
  .sheet { max-width: 720px; }
  dl { margin: 0; }
  dl div { display: grid; grid-template-columns: 11em 1fr; gap: 12px; padding: 8px 0; border-bottom: 1px solid var(--rule); }
  dt { color: var(--second); }
  dd { margin: 0; font-weight: 700; }
  label { display: block; margin: 16px 0 4px; font-weight: 700; }
  input, select { width: 100%; max-width: 480px; min-height: 48px; padding: 6px 12px; border: 1px solid var(--edge);
    border-radius: 8px; background: #fff; color: inherit; font: inherit; }
  .buttons { display: flex; flex-wrap: wrap; align-items: center; gap: 12px 24px; margin-top: 28px; }
  button { min-height: 56px; padding: 8px 28px; border: 2px solid var(--key); border-radius: 8px; background: var(--key);
    color: #fff; font: inherit; font-weight: 700; cursor: pointer; }
  button:hover { background: #00118f; }
  @media (max-width: 700px) {
    header, .bar, main { padding-left: 16px; padding-right: 16px; }
    dl div { grid-template-columns: 1fr; gap: 0; }
  }
`);
