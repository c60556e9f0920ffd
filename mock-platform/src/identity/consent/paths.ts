/** Where the pages lie on which a person's browser waits for the television. */
export const consentPath = '/identity/consent';
export const styleSheetPath = '/identity/consent.css';
