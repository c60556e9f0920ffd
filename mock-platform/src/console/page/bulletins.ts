import type { TownBulletin } from '../../protocol/bulletins.ts';
import { element } from './dom.ts';
import { clockTime } from './wording.ts';

const statuses: Record<TownBulletin['status'], string> = { live: '', drill: '訓練', test: '試験' };

/** What other agencies say now: for officials alone; `compose` starts an order of the town from one. */
export function drawBulletins(
  bulletins: readonly TownBulletin[],
  compose?: (bulletin: TownBulletin) => void,
): HTMLElement[] {
  if (bulletins.length === 0) return [];
  const items = bulletins.map((bulletin) => {
    const { status, verified, level, title, sender, text, issuedAt } = bulletin;
    const from = element('button', { type: 'button', class: 'link' }, 'この情報から指示を作る');
    from.addEventListener('click', () => compose?.(bulletin));
    const marks = [statuses[status], verified ? '' : '未確認', level === null ? '' : `レベル${level}`];
    return element(
      'li',
      {},
      ...marks.filter((mark) => mark !== '').map((mark) => element('b', { class: 'mark' }, `【${mark}】`)),
      element('span', {}, title),
      element('small', {}, ` ${clockTime(issuedAt)} ${sender}`),
      element('p', {}, text.slice(0, 300)),
      ...(compose && status === 'live' ? [from] : []),
    );
  });
  return [
    element('h2', {}, '外部からの情報（テレビには出ません）'),
    element('ul', { class: 'bulletins', 'aria-label': '外部からの情報' }, ...items),
  ];
}
