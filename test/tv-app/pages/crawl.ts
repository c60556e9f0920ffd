import type { Control } from '../../../tv-app/src/components/control/Control.ts';
import type { Page } from '../../../tv-app/src/components/page/Page.ts';
import type { AtHanas } from './hana.ts';

/** One page that can be reached from home with 決定 alone, and the keys of the controls that lead there. */
export interface Reached {
  title: string;
  way: readonly string[];
}

/** Keys of a keyboard or a PIN pad lead nowhere. */
const leads = (control: Control): boolean =>
  control.press !== undefined && control.look !== 'taken' && !control.typing && !control.secret;

/** A calendar's days all lead to the same page: of more than eight alike, two are tried. */
function worthTrying(controls: readonly Control[]): Control[] {
  return controls.filter((control) => {
    const alike = controls.filter((other) => other.constructor === control.constructor);
    return alike.length <= 8 || alike.indexOf(control) < 2;
  });
}

/** What tells one page from another: its class, and how many controls of which kind it has. */
function signature(page: Page<unknown>): string {
  const kinds = new Map<string, number>();
  for (const control of page.controls()) {
    const { name } = control.constructor;
    kinds.set(name, (kinds.get(name) ?? 0) + 1);
  }
  return `${page.constructor.name} ${[...kinds].map((pair) => pair.join('×')).join(' ')}`;
}

/** Goes a way from home; answers whether it led to a page. */
export async function goWay(tested: AtHanas, way: readonly string[]): Promise<boolean> {
  tested.app.broadcast();
  tested.app.home();
  await tested.settle();
  for (const key of way) {
    const page = tested.app.page as Page<unknown> | undefined;
    if (!page?.controls().some((control) => control.focusKey === key)) return false;
    page.focusOn(key);
    await tested.go('Enter');
  }
  return tested.app.page !== undefined;
}

/** Every kind of page within so many presses of 決定 from home. */
export async function crawl(tested: AtHanas, depth: number): Promise<Reached[]> {
  const reached: Reached[] = [];
  const known = new Set<string>();
  const waiting: (readonly string[])[] = [[]];
  for (let way = waiting.shift(); way; way = waiting.shift()) {
    if (!(await goWay(tested, way))) continue;
    const page = tested.app.page as Page<unknown>;
    const name = signature(page);
    if (known.has(name)) continue;
    known.add(name);
    reached.push({ title: page.title, way });
    if (way.length < depth)
      for (const control of worthTrying(page.controls().filter(leads)))
        waiting.push([...way, control.focusKey]);
  }
  return reached;
}
