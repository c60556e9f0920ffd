/** Takes the changed parts from the stream; a part that somebody is typing in stays as it is. */
export const script = `
const stream = new EventSource(location.pathname + '/live');
stream.onmessage = ({ data }) => {
  for (const [id, html] of Object.entries(JSON.parse(data))) {
    const part = document.getElementById(id);
    if (part && !part.querySelector('input:focus, button:focus')) part.innerHTML = html;
  }
};
`;

/** Colours of the デジタル庁デザインシステム, as on the order page. */
export const style = `
body { margin: 0; background: #fff; color: #1a1a1a; font: 1rem/1.7 sans-serif; }
header { display: flex; gap: 2rem; padding: .75rem 2rem; border-bottom: 1px solid #767676; }
header span { margin-left: auto; }
main { max-width: 80rem; margin: 0 auto; padding: 1rem 2rem 4rem; }
h1 { font-size: 1.75rem; margin: .5rem 0; } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #767676; padding: .4rem .5rem; text-align: left; vertical-align: top; }
thead th { background: #f2f2f2; }
.cell { display: block; white-space: nowrap; padding: 0 .3rem; margin: .1rem 0; border-left: 4px solid transparent; }
.cell.free { color: #4d4d4d; }
.cell.booked { border-color: #197a4b; font-weight: bold; }
.cell.requested, .cell.unpaid, .cell.offered { border-color: #0017c1; background: #e8f1fe; }
.cell.closure, .cell.lottery { border-color: #1a1a1a; background: #e6e6e6; }
.cell.closed { color: #4d4d4d; background: #f2f2f2; }
.row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; border-bottom: 1px solid #767676; padding: .5rem 0; }
.row p { margin: 0; flex: 1 1 24rem; }
details { border: 1px solid #767676; border-radius: .5rem; margin: .5rem 0; padding: .5rem 1rem; }
summary { font-weight: bold; min-height: 2rem; cursor: pointer; }
details label { display: inline-block; margin: .25rem 1rem .25rem 0; }
input { font: inherit; padding: .4rem; border: 1px solid #4d4d4d; border-radius: .25rem; }
button { font: inherit; min-height: 2.75rem; padding: .25rem 1.25rem; border: 2px solid #0017c1; border-radius: .5rem; background: #0017c1; color: #fff; }
button.quiet { background: #fff; color: #0017c1; }
:focus-visible { outline: 4px solid #000; outline-offset: 2px; box-shadow: 0 0 0 2px #ffd43d; }
.said { padding: .75rem 1rem; border-left: 6px solid #0017c1; background: #e8f1fe; }
a { color: #0017c1; }
code { overflow-wrap: anywhere; }
`;
