import type Lightning from '@lightningjs/core';

interface TextureSource {
  isUsed(): boolean;
  isLoading(): boolean;
}
interface TextureManager {
  textureSourceHashmap: Map<string, TextureSource>;
  freeTextureSource(source: TextureSource): void;
}

/**
 * Frees what was drawn and is not on the screen any more: Lightning keeps it, words and pixels, under a key that says what it shows (D15).
 * Icons and pictures stay: they are nobody's, and the agent may not be there to give them again.
 */
export function forgetDrawn(stage: Lightning.Stage): void {
  const manager = (stage as unknown as { textureManager: TextureManager }).textureManager;
  for (const [drawn, source] of [...manager.textureSourceHashmap]) {
    if (!drawn.startsWith('svg') && !source.isUsed() && !source.isLoading())
      manager.freeTextureSource(source);
  }
}
