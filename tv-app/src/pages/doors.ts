import { Door } from '../app/door.ts';
import { serviceTitles } from '../messages/common.ts';
import { firstRunWords } from '../messages/first-run.ts';
import { helpWords } from '../messages/help.ts';
import { provider } from '../messages/provider.ts';
import { remoteWords } from '../messages/remote.ts';
import { settingsWords } from '../messages/settings.ts';
import { watchOverEntry } from '../messages/watch-over.ts';

/** Pages outside the first chunk, in the order in which they are fetched ahead. Home, login and orders are always there. */
export const doors = {
  help: new Door(
    () => helpWords.title,
    () => import(/* webpackChunkName: "pages" */ './help/HelpPage.ts').then(({ HelpPage }) => HelpPage),
  ),
  health: new Door(
    () => serviceTitles.health,
    () =>
      import(/* webpackChunkName: "health" */ './health/HealthPage.ts').then(({ HealthPage }) => HealthPage),
  ),
  notices: new Door(
    () => serviceTitles.notices,
    () =>
      import(/* webpackChunkName: "pages" */ './notices/NoticesPage.ts').then(
        ({ NoticesPage }) => NoticesPage,
      ),
  ),
  disaster: new Door(
    () => serviceTitles.alerts,
    () =>
      import(/* webpackChunkName: "pages" */ './disaster/DisasterPage.ts').then(
        ({ DisasterPage }) => DisasterPage,
      ),
  ),
  booking: new Door(
    () => serviceTitles.booking,
    () =>
      import(/* webpackChunkName: "booking" */ './booking/BookingPage.ts').then(
        ({ BookingPage }) => BookingPage,
      ),
  ),
  keyLearning: new Door(
    () => remoteWords.learn,
    () =>
      import(/* webpackChunkName: "settings" */ './settings/KeyLearningPage.ts').then(
        ({ KeyLearningPage }) => KeyLearningPage,
      ),
  ),
  firstRun: new Door(
    () => firstRunWords.title,
    () =>
      import(/* webpackChunkName: "pages" */ './first-run/FirstRunPage.ts').then(
        ({ FirstRunPage }) => FirstRunPage,
      ),
  ),
  provider: new Door(
    () => provider.title,
    () =>
      import(/* webpackChunkName: "provider" */ './provider/ProviderPage.ts').then(
        ({ ProviderPage }) => ProviderPage,
      ),
  ),
  watchOver: new Door(
    () => watchOverEntry.title,
    () =>
      import(/* webpackChunkName: "pages" */ './watch-over/WatchOverPage.ts').then(
        ({ WatchOverPage }) => WatchOverPage,
      ),
  ),
  settings: new Door(
    () => settingsWords.title,
    () =>
      import(/* webpackChunkName: "settings" */ './settings/SettingsPage.ts').then(
        ({ SettingsPage }) => SettingsPage,
      ),
  ),
};
