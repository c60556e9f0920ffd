import './app/polyfills.ts';
import './app/without-eval.ts';
import { App } from './app/App.ts';
import { startBridge } from './app/bridge.ts';
import { prefetch } from './app/prefetch.ts';
import { run } from './app/run.ts';
import { framingOrigin } from './app/start.ts';
import { doors } from './pages/doors.ts';

run(App, ({ app, tv, settings, audio }) => {
  app.showing = startBridge(
    window,
    settings.livingRoomOrigins,
    (key) => {
      audio.keyPressed();
      app.take({ name: key, repeat: false });
    },
    framingOrigin(window),
  );
  app.tellAgain();
  if (!tv.settings.current.firstRunSeen) app.open(doors.firstRun);
  tv.agent.start();
  prefetch(Object.values(doors), tv.clock);
});
