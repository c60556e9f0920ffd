/**
 * Stands in for the SDK's companion package, whose parts call foreign servers. The SDK's Launch asks only for these names;
 * nothing of the application uses them.
 */
const nothing = () => {};
export const initProfile = nothing;
export const initMetrics = nothing;
export const initVideoPlayer = nothing;
export const initTV = nothing;
export const initPurchase = nothing;
export const initPin = nothing;
export const initMetadata = nothing;
export const mediaUrl = (url) => url;
export const initLightningSdkPlugin = {};
export const VideoPlayer = {};
export const Profile = {};
export const Pin = {};
export const Metrics = { app: { loaded: nothing } };
export const Metadata = {};
export const TV = {};
export const Purchase = {};
