import { DeskError, sentenceFor } from './desk-client.ts';

export interface Following {
  start(): void;
  stop(): void;
  /** Asks again now. */
  refresh(): Promise<void>;
}

/**
 * Asks for something regularly and draws it only when it has changed, so that no click falls between two drawings.
 * `trouble` shows why nothing new comes.
 */
export function follow<T>(
  ask: () => Promise<T>,
  draw: (value: T) => void,
  trouble: HTMLElement,
  signedOut: () => void,
  every = 1000,
): Following {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let run = 0;
  let drawn = '';
  const refresh = async (mine: number) => {
    try {
      const value = await ask();
      if (mine !== run) return;
      trouble.hidden = true;
      const now = JSON.stringify(value);
      if (now === drawn) return;
      drawn = now;
      draw(value);
    } catch (error) {
      if (mine !== run) return;
      if (error instanceof DeskError && error.status === 401) signedOut();
      trouble.textContent = sentenceFor(error).replace(
        '入力はそのまま残っています。',
        'つながりしだい、新しくなります。',
      );
      trouble.hidden = false;
    }
  };
  const loop = async (mine: number) => {
    await refresh(mine);
    if (mine === run) timer = setTimeout(() => void loop(mine), every);
  };
  return {
    start() {
      clearTimeout(timer);
      run += 1;
      drawn = '';
      void loop(run);
    },
    stop() {
      run += 1;
      clearTimeout(timer);
    },
    refresh: () => refresh(run),
  };
}
