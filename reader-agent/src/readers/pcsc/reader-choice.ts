import type { PassedOver } from '../reader.ts';

/**
 * Why a PC/SC reader cannot be the one that people lay cards on, as far as its name tells: slots for security modules
 * (SAM) are shown as readers of their own by several contactless devices, and never hold a viewer's card.
 */
export function passedOverByName(name: string, filter: string | undefined): PassedOver | undefined {
  if (/\bSAM\b/i.test(name)) return 'security-module';
  return filter === undefined || name.toLowerCase().includes(filter.toLowerCase()) ? undefined : 'other-name';
}
