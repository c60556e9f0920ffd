/** Largest document, in octets: polygons of a whole country fit, a flood of text does not. */
export const mostOctets = 16 * 1024 * 1024;
/** Deepest nesting of elements; libxml2 has the same. */
export const mostDepth = 256;
export const mostElements = 300_000;
export const mostAttributes = 256;
/** Longest value of one attribute, in characters. */
export const longestAttribute = 64 * 1024;
