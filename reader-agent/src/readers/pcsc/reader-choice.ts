/**
 * Whether a PC/SC reader name can be one that people lay cards on: slots for security modules (SAM) are shown as readers
 * of their own by several contactless devices, and never hold a viewer's card.
 */
export function takesCards(name: string, filter: string | undefined): boolean {
  if (/\bSAM\b/i.test(name)) return false;
  return filter === undefined || name.toLowerCase().includes(filter.toLowerCase());
}
