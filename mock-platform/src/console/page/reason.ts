import { element } from './dom.ts';
import { labelled } from './labelled.ts';

/** Asks for a reason that goes into the record; undefined when the official turns back. */
export function askReason(title: string, question: string, yes: string): Promise<string | undefined> {
  const reason = element('textarea', {
    name: 'reason',
    required: '',
    minlength: '5',
    maxlength: '200',
    rows: '3',
  });
  const back = element('button', { type: 'button', class: 'quiet' }, 'もどる');
  const form = element(
    'form',
    { method: 'dialog' },
    element('h2', { id: 'reason-title' }, title),
    labelled(`${question}・5字以上`, reason),
    element(
      'div',
      { class: 'confirm-buttons' },
      back,
      element('button', { type: 'submit', value: 'yes', class: 'primary' }, yes),
    ),
  );
  const dialog = element('dialog', { class: 'confirm', 'aria-labelledby': 'reason-title' }, form);
  document.body.append(dialog);
  dialog.showModal();
  back.addEventListener('click', () => dialog.close(''));
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes' ? reason.value.trim() : undefined);
    });
  });
}
