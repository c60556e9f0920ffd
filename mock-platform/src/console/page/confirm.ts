import { element } from './dom.ts';

/** Asks before something that cannot be taken back; answers whether to go on. Escape and もどる mean no. */
export function confirmed(title: string, content: Node[], yes: string): Promise<boolean> {
  const dialog = element(
    'dialog',
    { class: 'confirm', 'aria-labelledby': 'confirm-title' },
    element(
      'form',
      { method: 'dialog' },
      element('h2', { id: 'confirm-title' }, title),
      ...content,
      element(
        'div',
        { class: 'confirm-buttons' },
        element('button', { type: 'submit', value: 'no', class: 'quiet', autofocus: '' }, 'もどる'),
        element('button', { type: 'submit', value: 'yes', class: 'primary' }, yes),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
