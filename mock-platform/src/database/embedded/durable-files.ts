import { fsyncSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';

interface EmscriptenModule {
  FS: { filesystems: { NODEFS: { stream_ops: { fsync?: (stream: { nfd?: number }) => number } } } };
}

/**
 * Host files whose fsync reaches the disk. The stock file system has no `fsync` operation, so that PostgreSQL's own
 * fsync calls end nowhere and a power cut may lose what was committed.
 */
export class DurableFiles extends NodeFS {
  override async init(
    ...[engine, options]: Parameters<NodeFS['init']>
  ): Promise<Awaited<ReturnType<NodeFS['init']>>> {
    const initialised = await super.init(engine, options);
    const { emscriptenOpts } = initialised;
    const before = emscriptenOpts.preRun;
    const addFsync = (module: unknown): void => {
      (module as EmscriptenModule).FS.filesystems.NODEFS.stream_ops.fsync = (stream) => {
        if (stream.nfd !== undefined) fsyncSync(stream.nfd);
        return 0;
      };
    };
    const list = before === undefined ? [] : Array.isArray(before) ? before : [before];
    emscriptenOpts.preRun = [...list, addFsync] as NonNullable<typeof emscriptenOpts.preRun>;
    return initialised;
  }
}
