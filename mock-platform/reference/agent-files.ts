import * as control from '../../reader-agent/src/protocol/control.ts';
import * as local from '../../reader-agent/src/protocol/local.ts';
import { platformFiles } from './platform-files.ts';
import type { ProtocolFile } from './schemas.ts';

const folder = new URL('../../reader-agent/src/protocol/', import.meta.url);

/** Messages of the agent. */
export const agentFiles = {
  local: { title: 'Messages', source: new URL('local.ts', folder), exports: local },
  control: { title: 'Control', source: new URL('control.ts', folder), exports: control },
} as const satisfies Record<string, ProtocolFile>;

/** Messages of the platform that the agent's are made of. */
export const usedPlatformFiles = [platformFiles.basics, platformFiles.alerts, platformFiles.town] as const;
