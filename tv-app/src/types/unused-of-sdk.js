/**
 * Stands in for the parts of the SDK that its Launch names and this application never uses: router, media player, advertisements
 * and the companion package, whose parts call foreign servers (see webpack.config.mjs).
 */
const nothing = () => {};

export {
  nothing as initAds,
  nothing as initColors,
  nothing as initLanguage,
  nothing as initMediaPlayer,
  nothing as initMetadata,
  nothing as initMetrics,
  nothing as initPin,
  nothing as initProfile,
  nothing as initPurchase,
  nothing as initRouter,
  nothing as initStorage,
  nothing as initTV,
  nothing as initVideoPlayer,
};
export const initLightningSdkPlugin = {};
/** The default export of them all; of it Launch calls this one. */
export default { app: { loaded: nothing } };
