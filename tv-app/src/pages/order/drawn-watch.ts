import type Lightning from '@lightningjs/core';

/** Every visible word below an element is a picture by now: none still waits for its font. */
export function isDrawn(element: Lightning.Element): boolean {
  if (!element.visible || element.alpha === 0) return true;
  if (element.text?.text && !element.texture?.isLoaded()) return false;
  return (element.childList.get() as Lightning.Element[]).every(isDrawn);
}

/**
 * Calls back once, after the first frame that shows the whole element; never where nothing can be seen: a lost WebGL context
 * draws frames into nowhere. The returned function takes it back.
 */
export function whenDrawn(element: Lightning.Element, drawn: () => void): () => void {
  const { stage } = element;
  const stop = () => stage.off('frameEnd', look);
  const look = () => {
    const { gl } = stage as unknown as { gl?: { isContextLost?(): boolean } };
    if (!element.attached || !element.visible || gl?.isContextLost?.() || !isDrawn(element)) return;
    stop();
    drawn();
  };
  stage.on('frameEnd', look);
  return stop;
}
