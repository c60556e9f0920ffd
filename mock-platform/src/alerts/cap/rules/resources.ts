import { createHash } from 'node:crypto';
import type { CapResource } from '../message.ts';
import { isAbsoluteUri } from '../schema/any-uri.ts';
import { type CapProblem, isBlank } from './problem.ts';

const kinds = 'application|audio|font|image|message|model|multipart|text|video';
const mimeType = new RegExp(`^(?:${kinds}|x-[a-z0-9-]+)/[\\w.+!#$&^-]+(?:\\s*;.*)?$`, 'i');
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What the schema cannot say of one resource. */
export function* resourceProblems(resource: CapResource, path: string): Generator<CapProblem> {
  const { size, uri, digest } = resource;
  const content = isBlank(resource.derefUri) ? undefined : (resource.derefUri ?? '').replace(/\s+/g, '');
  if (!mimeType.test(resource.mimeType.trim()))
    yield { code: 'cap.mime-type', path: `${path}/mimeType`, message: 'A MIME type is “type/subtype”.' };
  if (size !== undefined && Number(size) < 0)
    yield { code: 'cap.resource-size', path: `${path}/size`, message: 'A size is not below zero.' };
  if (uri !== undefined && !isBlank(uri) && content === undefined && !isAbsoluteUri(uri))
    yield {
      code: 'cap.resource-uri',
      path: `${path}/uri`,
      message: 'A relative address needs the content in derefUri.',
    };
  if (content === undefined) return;
  if (!base64.test(content)) {
    yield { code: 'cap.deref-uri', path: `${path}/derefUri`, message: 'The content is not base64.' };
    return;
  }
  const said = digest?.trim().toLowerCase() ?? '';
  const found = createHash('sha1').update(Buffer.from(content, 'base64')).digest('hex');
  if (/^[0-9a-f]{40}$/.test(said) && said !== found)
    yield { code: 'cap.digest', path: `${path}/digest`, message: 'The digest is not that of the content.' };
}
