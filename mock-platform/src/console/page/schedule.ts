import { element } from './dom.ts';

export interface Schedule {
  element: HTMLElement;
  /** Instant, or undefined: at once. */
  value(): string | undefined;
}

const japanOffset = '+09:00';

/** When an order goes out: at once, or at a time in Japan. */
export function createSchedule(changed: () => void): Schedule {
  const later = element('input', { type: 'checkbox', name: 'later' });
  const time = element('input', {
    type: 'datetime-local',
    name: 'scheduledFor',
    'aria-label': '表示を始める日時',
    hidden: '',
  });
  later.addEventListener('change', () => {
    time.hidden = !later.checked;
    changed();
  });
  return {
    element: element(
      'div',
      { class: 'schedule' },
      element('label', { class: 'check' }, later, '時刻を決めて表示する'),
      time,
    ),
    value: () =>
      later.checked && time.value !== ''
        ? new Date(`${time.value}:00${japanOffset}`).toISOString()
        : undefined,
  };
}
