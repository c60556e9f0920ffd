/** What the accessible mirror (and so a screen reader and a test) is told about a component. */
export interface Accessible {
  role:
    | 'button'
    | 'heading'
    | 'img'
    | 'list'
    | 'group'
    | 'main'
    | 'status'
    | 'alert'
    | 'alertdialog'
    | 'dialog'
    | 'text';
  /** Whole sentence or label; readings and icons already turned into words. */
  name: string;
  /** More, read after the name. */
  description?: string;
  level?: 1 | 2;
  /** A choice that cannot be taken, with the reason in the name. */
  disabled?: boolean;
  pressed?: boolean;
  /** Walk on into the children; without it the component speaks for all of them. */
  children?: boolean;
}

export interface AccessibleComponent {
  readonly accessible: Accessible;
}

export function isAccessible(value: unknown): value is AccessibleComponent {
  return (
    typeof value === 'object' && value !== null && 'accessible' in value && value.accessible !== undefined
  );
}
