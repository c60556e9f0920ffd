import type Lightning from '@lightningjs/core';

/** Lightning's loop of frames, as far as it matters here (absent from its types). */
interface Loop {
  nextFrame(changed: boolean): void;
  startLoop(): void;
  _looping: boolean;
  _loopHandler?: number;
  _idleLoopCounter: number;
}

const loopOf = (stage: Lightning.Stage): Loop => stage.platform as unknown as Loop;

/** Calls `drawn` after every frame in which something has changed; Lightning's own `frameEnd` comes thirty times a second at rest, too. */
export function onChangedFrame(stage: Lightning.Stage, drawn: () => void): void {
  const loop = loopOf(stage);
  const { nextFrame } = loop;
  loop.nextFrame = (changed) => {
    nextFrame.call(loop, changed);
    if (changed) drawn();
  };
}

/**
 * What comes now is drawn with the browser's next frame. At rest Lightning only looks thirty times a second whether there is
 * something to draw.
 */
export function wake(stage: Lightning.Stage): void {
  const loop = loopOf(stage);
  if (loop._looping) return;
  window.clearInterval(loop._loopHandler);
  loop._idleLoopCounter = 0;
  loop.startLoop();
}
