import { fileURLToPath } from 'node:url';

/** Whether this runs from its source; otherwise it is what `npm run agent:package` built for a box. */
export const fromSource: boolean = import.meta.url.endsWith('.ts');

/** What is typed to start the agent or one of its commands. */
export const program: string = fromSource ? 'npm run agent --' : 'chanoma-agent';

/** Folder of the built television application, unless another is given. */
export const defaultPage: string = fromSource
  ? 'tv-app/dist'
  : fileURLToPath(new URL('../page', import.meta.url));

/** Folder of the page of a shelter's reception: plain files, nothing is built. */
export const receptionPage: string = fileURLToPath(
  new URL(fromSource ? 'shelter/page' : '../reception', import.meta.url),
);
