import manifest from '../package.json' with { type: 'json' };

/** Version of this agent as the platform and the page see it. */
export const agentVersion: string = manifest.version;
