import type { ServiceName } from '../../../mock-platform/src/protocol/basics.ts';
import type { AgentClient } from '../clients/agent.ts';
import type { BoxStore } from '../clients/box.ts';
import type { ServicesClient } from '../clients/services.ts';
import type { Page } from '../components/page/Page.ts';
import type { Announcer } from '../speech/announcer.ts';
import type { Sounds } from '../speech/sounds.ts';
import type { Theme } from '../theme/theme.ts';
import type { Clock } from './clock.ts';
import type { Door } from './door.ts';
import type { Remote } from './keys/Remote.ts';
import type { SettingsStore } from './settings.ts';

export type Service = (typeof ServiceName)['_zod']['output'];

/** A page class with parameters P. */
export type PageClass<P> = new (...args: never[]) => Page<P>;

/** What can be opened: a page, or the way to one whose code may still have to be fetched. */
export type Opens<P> = PageClass<P> | Door<P>;

/** Moves between pages. Depth stays ≤ 3 below home. */
export interface Pages {
  /** Opens a page above the present one; 戻る comes back with the focus where it was. */
  open<P>(page: Opens<P>, ...params: P extends undefined ? [] : [P]): void;
  /** The same, but asks for the card first when nobody is signed in for this service. */
  openPersonal<P>(service: Service, page: Opens<P>, ...params: P extends undefined ? [] : [P]): void;
  /** Puts a page in the place of the present one. */
  replace<P>(page: Opens<P>, ...params: P extends undefined ? [] : [P]): void;
  back(): void;
  home(): void;
  /** Leaves the application: the broadcast shows. */
  broadcast(): void;
  /** Takes what is a person's off the screen without ending the visit (D15). */
  hide(): void;
}

/** What every page is given: the box's state, its services, voice, clock and the way to other pages. */
export interface Television {
  box: BoxStore;
  agent: AgentClient;
  services: ServicesClient;
  settings: SettingsStore;
  remote: Remote;
  /** The operator's telephone for questions, where the box was told one. */
  helpPhone?: string;
  announcer: Announcer;
  sounds: Sounds;
  clock: Clock;
  pages: Pages;
  readonly theme: Theme;
}
