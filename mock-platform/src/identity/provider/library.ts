/// <reference path="./library-parts.d.ts" />
/**
 * The OpenID provider's library without its front door, which prints that it wants a newer Node than ours (D13) to the
 * operator's console; what it warns about besides still gets there. Node 20 is tested here.
 */
export * as errors from 'oidc-provider/lib/helpers/errors.js';
export * as interactionPolicy from 'oidc-provider/lib/helpers/interaction_policy/index.js';
export { Provider } from 'oidc-provider/lib/provider.js';
