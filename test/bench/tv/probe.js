// Runs in the measured page before its own scripts. Times are milliseconds since the navigation.
window.__probe = (() => {
  const probe = { usable: undefined, waits: [], mostTexturePixels: 0, changedFrames: 0, frames: undefined };
  let pressedAt;

  window.addEventListener(
    'keydown',
    (event) => {
      pressedAt = event.timeStamp;
    },
    true,
  );

  const elements = (element) => [element, ...element.childList.get().flatMap(elements)];
  const shown = ({ text, core }) => text && core._renderContext.alpha > 0;
  const textsDrawn = (stage) => {
    const texts = elements(stage.root).filter(shown);
    return texts.length > 0 && texts.every(({ texture }) => texture?.isLoaded());
  };
  const focused = (application) => {
    const app = window.__app;
    return app === undefined || (application.focusPath ?? []).length > 2;
  };

  /** From now on every frame that Lightning has drawn is seen. */
  const watch = ({ stage }) => {
    const { platform } = stage;
    const { nextFrame } = platform;
    platform.nextFrame = (changed) => {
      nextFrame.call(platform, changed);
      probe.mostTexturePixels = Math.max(probe.mostTexturePixels, stage.usedMemory);
      if (!changed) return;
      probe.changedFrames += 1;
      if (pressedAt === undefined) return;
      probe.waits.push(performance.now() - pressedAt);
      pressedAt = undefined;
    };
  };

  let watched;
  let drawn = false;
  const everyFrame = (now) => {
    const application = window.__application;
    probe.frames?.push(now);
    if (application && !watched) {
      watched = application;
      watch(application);
    }
    // What Lightning has made ready stands on the screen with the next frame.
    if (drawn && probe.usable === undefined) probe.usable = performance.now();
    if (application && !drawn) drawn = focused(application) && textsDrawn(application.stage);
    if (probe.usable === undefined || probe.frames) requestAnimationFrame(everyFrame);
  };
  requestAnimationFrame(everyFrame);

  /** Begins to note when the browser draws. */
  probe.countFrames = () => {
    probe.frames = [];
    requestAnimationFrame(everyFrame);
  };
  return probe;
})();
