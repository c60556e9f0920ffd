import { isElement, ownText, pathOf, type XmlAttribute, type XmlElement } from '../xml/node.ts';
import type { Content, Grammar, Particle } from './grammar.ts';

/** One way in which a document is not what the schema wants. */
export interface SchemaFault {
  code:
    | 'schema.root'
    | 'schema.element-unexpected'
    | 'schema.element-missing'
    | 'schema.value'
    | 'schema.attribute'
    | 'schema.text';
  path: string;
  message: string;
}

const mostFaults = 40;
const instance = 'http://www.w3.org/2001/XMLSchema-instance';
const schemaNamespace = 'http://www.w3.org/2001/XMLSchema';

/** The namespace of a prefix where an element stands. */
function namespaceAt(element: XmlElement, prefix: string): string | undefined {
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    const declared = at.declared[prefix];
    if (declared !== undefined) return declared;
  }
  return undefined;
}

/** Local name of the built-in type that `xsi:type` names; undefined when it names something else. */
function builtInNamed(element: XmlElement, value: string): string | undefined {
  const [prefix, local] = value.includes(':') ? value.trim().split(':') : ['', value.trim()];
  return namespaceAt(element, prefix ?? '') === schemaNamespace ? local : undefined;
}

const substitutes: Record<string, readonly string[]> = { string: ['normalizedString', 'token'] };

const globalElement = ({ namespace, elements }: Grammar, { uri, local }: XmlElement): Content | undefined =>
  uri === namespace && Object.hasOwn(elements, local) ? elements[local] : undefined;

class Judge {
  readonly faults: SchemaFault[] = [];

  constructor(private readonly grammar: Grammar) {}

  private say(code: SchemaFault['code'], element: XmlElement, message: string): void {
    if (this.faults.length < mostFaults) this.faults.push({ code, path: pathOf(element), message });
  }

  /** `xsi:type` may name the declared built-in type; `xsi:nil` never fits; hints where a schema lies are free. */
  private allowed(element: XmlElement, content: Content, { uri, local, value }: XmlAttribute): boolean {
    if (uri !== instance) return false;
    if (local === 'schemaLocation' || local === 'noNamespaceSchemaLocation') return true;
    if (local !== 'type' || !('type' in content) || !content.type.plain) return false;
    const named = builtInNamed(element, value);
    const { name } = content.type;
    return named !== undefined && (named === name || (substitutes[name] ?? []).includes(named));
  }

  element(element: XmlElement, content: Content): void {
    for (const attribute of element.attributes) {
      if (!this.allowed(element, content, attribute))
        this.say('schema.attribute', element, `The attribute ${attribute.name} may not stand here.`);
    }
    if ('type' in content) this.simple(element, content);
    else this.sequence(element, content.sequence, content.followedBy);
  }

  private simple(element: XmlElement, { type, defaults }: Extract<Content, { type: unknown }>): void {
    const inside = element.children.find(isElement);
    if (inside !== undefined) {
      this.say('schema.element-unexpected', inside, 'Only text may stand here.');
      return;
    }
    const text = ownText(element);
    const value = text === '' && defaults !== undefined ? defaults : text;
    if (!type.accepts(value)) {
      const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
      this.say('schema.value', element, `“${shown}” is no value of ${element.local}.`);
    }
  }

  private sequence(element: XmlElement, particles: readonly Particle[], followedBy?: string): void {
    let at = 0;
    let count = 0;
    let after = false;
    for (const child of element.children) {
      if (!isElement(child)) {
        if (child.cdata || /[^ \t\r\n]/.test(child.text))
          this.say('schema.text', element, 'Text may not stand between the elements.');
        continue;
      }
      const known = child.uri === this.grammar.namespace && !after;
      let next = at;
      let taken = count;
      if (known) {
        while (
          next < particles.length &&
          (particles[next]?.name !== child.local || taken >= (particles[next]?.max ?? 0))
        ) {
          if ((particles[next]?.min ?? 0) > taken) break;
          next += 1;
          taken = 0;
        }
      }
      const particle = particles[next];
      if (known && particle?.name === child.local && taken < particle.max) {
        at = next;
        count = taken + 1;
        this.element(child, particle.content);
        continue;
      }
      if (followedBy !== undefined && child.uri === followedBy) {
        this.requireRest(element, particles, at, count);
        at = particles.length;
        after = true;
        this.lax(child);
        continue;
      }
      if (known && particle !== undefined && particle.min > taken) {
        this.say('schema.element-missing', child, `${particle.name} must stand before ${child.local}.`);
      } else {
        this.say('schema.element-unexpected', child, `${child.name} may not stand here.`);
      }
      return;
    }
    if (!after) this.requireRest(element, particles, at, count);
  }

  private requireRest(element: XmlElement, particles: readonly Particle[], at: number, count: number): void {
    for (const [offset, { name, min }] of particles.slice(at).entries()) {
      if (min > (offset === 0 ? count : 0))
        this.say('schema.element-missing', element, `${name} is missing in ${element.local}.`);
    }
  }

  /** Elements of other schemas are free, but what this schema knows must be right inside them too. */
  private lax(element: XmlElement): void {
    const content = globalElement(this.grammar, element);
    if (content !== undefined) {
      this.element(element, content);
      return;
    }
    for (const { uri, local, value } of element.attributes) {
      if (uri === instance && local === 'type' && builtInNamed(element, value) !== 'anyType')
        this.say('schema.attribute', element, 'Its type is not known here.');
    }
    for (const child of element.children) if (isElement(child)) this.lax(child);
  }
}

/** Every way in which an element is not a document of this grammar (the first 40); none when it is valid. */
export function schemaFaults(grammar: Grammar, root: XmlElement): readonly SchemaFault[] {
  const judge = new Judge(grammar);
  const content = globalElement(grammar, root);
  if (content === undefined) {
    return [{ code: 'schema.root', path: pathOf(root), message: `${root.name} is no document of CAP 1.2.` }];
  }
  judge.element(root, content);
  return judge.faults;
}
