interface AudioWindow {
  AudioContext?: typeof AudioContext;
  webkitAudioContext?: typeof AudioContext;
}

/** The one audio context of the page. */
export interface PageAudio {
  /** Runs `play` with a context that sounds; `silent` when there is none, or the browser does not let the page sound. */
  sound(play: (context: AudioContext) => void, options?: { urgent?: boolean; silent?: () => void }): void;
  /** The viewer pressed a key: from now on a browser lets the page sound. */
  keyPressed(): void;
}

/** A context that does not start by then would sound at the wrong moment. */
const startWithin = 1000;

/**
 * Makes the context when the first key was pressed: browsers on a desk complain about an earlier one. Only what is urgent does not wait
 * for a key: a box lets its page sound from the start, and an order comes when nobody has touched the remote control.
 */
export function pageAudio(window: AudioWindow, now: () => number = () => Date.now()): PageAudio {
  let context: AudioContext | undefined;
  let pressed = false;
  const open = (): AudioContext | undefined => {
    try {
      const Context = window.AudioContext ?? window.webkitAudioContext;
      if (!context && Context) context = new Context();
    } catch {
      // Without sound the picture still tells it.
    }
    return context;
  };
  return {
    keyPressed() {
      if (pressed) return;
      pressed = true;
      const opened = open();
      if (opened?.state === 'suspended') void opened.resume().catch(() => {});
    },
    sound(play, { urgent = false, silent = () => {} } = {}) {
      const opened = pressed || urgent ? open() : undefined;
      if (!opened) return silent();
      const run = () => {
        try {
          play(opened);
        } catch {
          silent();
        }
      };
      if (opened.state !== 'suspended') return run();
      const asked = now();
      opened.resume().then(
        () => (now() - asked < startWithin ? run() : silent()),
        () => silent(),
      );
    },
  };
}
