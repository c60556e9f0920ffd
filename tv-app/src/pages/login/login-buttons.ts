import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { enrolment, login as words } from '../../messages/login.ts';
import { pin } from '../../messages/pin.ts';
import { layout } from '../../theme/tokens.ts';
import type { LoginView } from './login-view.ts';

export interface LoginPresses {
  leave: () => void;
  goOn: () => void;
  consent: () => void;
  /** Absent where only those who began the login can begin it anew. */
  again?: () => void;
}

/** At most two buttons under the words: やめる at the left where it is the safe choice, what goes on beside it. */
export function loginButtons({ kind, ended, retry }: LoginView, presses: LoginPresses): Children {
  const { leave, goOn, consent, again } = presses;
  const at = (slot: number) => ({ x: layout.left + slot * 441, y: 734, w: 405, h: 136 });
  const offered = ended && again !== undefined;
  const stop = place(Button, {
    ...at(offered && retry ? 1 : 0),
    label: stopWord(kind, ended, again !== undefined),
    focusKey: 'stop',
    first: !retry || !ended,
    press: kind === 'done' ? goOn : leave,
  });
  if (kind === 'consent') {
    const label = pin.goOn;
    return {
      Stop: stop,
      GoOn: place(Button, { ...at(1), label, focusKey: 'go-on', commit: true, press: consent }),
    };
  }
  if (!offered) return { Stop: stop };
  return {
    Stop: stop,
    Again: place(Button, {
      ...at(retry ? 0 : 1),
      label: words.again,
      focusKey: 'again',
      first: retry,
      press: again,
    }),
  };
}

function stopWord(kind: LoginView['kind'], ended: boolean, ownLogin: boolean): string {
  if (!ownLogin && (kind === 'done' || ended)) return enrolment.close;
  return kind === 'done' ? words.goOn : words.stop;
}
