/** Longest visit at a service provider without a fresh login, should the box never say that the card was taken, seconds. */
export const visitSeconds = 1800;
