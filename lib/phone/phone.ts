import { createSoundProbe } from "./audio/autoplay";
import { createDevices } from "./audio/devices";
import { createMicrophone } from "./audio/microphone";
import { createTones, type Tones } from "./audio/tones";
import { createCalls } from "./calls/calls";
import { guardPage } from "./calls/guard-page";
import { makeProblem } from "./model/problems";
import type { Phone } from "./model/types";
import type { Levels } from "./monitor/talk";
import type { PhoneDeps } from "./ports/deps";
import { createPresence } from "./registration/presence";
import { createRegistration } from "./registration/registration";
import { callToRetry, hasCallUp, isBusy, talkOf } from "./state/selectors";
import { createStore, type Store } from "./state/store";
import { createRingHandover } from "./tabs/handover";
import { createTabLock } from "./tabs/lock";
import { shareCalls } from "./tabs/share-calls";
import { Emitter } from "./util/emitter";
import { createScope, type Scope } from "./util/scope";

/** The browser lists no microphone that could be opened. */
const noMicrophone = makeProblem("mic_missing");

/** The parts of the phone, each made of those before it. */
function createParts(store: Store) {
  const { deps } = store;
  const sound = createSoundProbe(deps);
  const devices = createDevices(deps);
  const microphone = createMicrophone(deps.media, {
    chosen: () => devices.chosen("input"),
    refresh: devices.refresh,
  });
  const levels = new Emitter<{ measured: [Levels] }>();
  // The other parts need the registration, so it is made first. Its hooks name parts that exist when a hook is first
  // called.
  const registration = createRegistration(store, microphone.getUserMedia, {
    busy: () => isBusy(store.getState()),
    incoming: (call) => calls.incoming(call),
    lost: (problem) => calls.lineLost(problem),
    announce: () => presence.announce(),
    changed: () => presence.refresh(),
    up: () => handover.lineUp(),
    refused: () => lock.release(),
  });
  const calls = createCalls({
    store,
    registration,
    microphone,
    devices,
    reopenMicrophone: async () =>
      (await devices.reopenInput()) ? null : (microphone.failure() ?? noMicrophone),
    onLevels: (measured) => levels.emit("measured", measured),
  });
  const presence = createPresence(store, registration.canRing, registration.signedOut);
  const handover = createRingHandover(deps, calls, registration);
  const lock = createTabLock(deps.tabs, deps.clock, {
    granted(ring) {
      store.dispatch({ type: "started" });
      handover.receive(ring);
      registration.start();
    },
    elsewhere: (inCall) => store.dispatch({ type: "elsewhere", inCall }),
    inCall: () => hasCallUp(store.getState()),
    handOver() {
      const ring = handover.give();
      leave();
      return ring;
    },
    stolen: leave,
  });

  /** Ends what this tab does for the phone; the page may live on. */
  function leave(): void {
    calls.leave();
    presence.leave();
    registration.stop();
  }

  return { sound, devices, levels, registration, calls, presence, handover, lock, leave };
}

/**
 * The phone of one tab. It owns the Device, the calls and every listener on them; all it touches of the world
 * comes in through `deps`.
 */
export function createPhone(deps: PhoneDeps): Phone {
  const store = createStore(deps);
  const { sound, devices, levels, registration, calls, presence, handover, lock, leave } = createParts(store);
  const { page, tabs } = deps;
  /** From `start` to `stop`; null: not started. */
  let life: { readonly scope: Scope; readonly tones: Tones } | null = null;
  /** From `begin` to `end`: the page may go into the back-forward cache and come back. */
  let visit = createScope();

  /** The page is loaded or restored: takes the phone, or waits for it. */
  function begin(): void {
    visit.end();
    visit = createScope();
    visit.add(handover.start());
    if (tabs) visit.add(shareCalls(store, tabs));
    store.dispatch({ type: "started" });
    lock.acquire();
  }

  /** The page is left: ends everything, because in the back-forward cache it must hold no lock and no call. */
  function end(): void {
    leave();
    handover.stop();
    lock.release();
    store.dispatch({ type: "stopped" });
    visit.end();
  }

  /** The person of this page is signed out, perhaps for somebody else: ends everything, calls included. */
  function signOut(): void {
    leave();
    handover.stop();
    lock.release();
    store.dispatch({ type: "stopped" });
    store.dispatch({ type: "started" });
    registration.close(makeProblem("signed_out"));
  }

  /** Asks for the phone again after this tab has given it up. Another tab may have taken it in between. */
  function restart(): void {
    registration.stop();
    store.dispatch({ type: "line", report: registration.report() });
    lock.acquire();
  }

  function listenToPage(scope: Scope): void {
    scope.add(
      page.on("visibility", () => {
        presence.refresh();
        registration.wake(false);
      }),
      page.on("network", () => registration.wake(true)),
      page.on("wake", () => registration.wake(true)),
      page.on("personGone", signOut),
      page.on("hide", end),
      page.on("restore", begin),
    );
  }

  /** Makes a silent ring heard after any click on the page, not only on the button for it. */
  function ringAloud(): void {
    const state = store.getState();
    const silent = state.kind === "incoming" && !state.answering && state.soundBlocked;
    if (silent && sound.getState() === "released") life?.tones.enable();
  }

  return {
    getState: store.getState,
    subscribe: store.view.subscribe,
    start() {
      if (life) return;
      const scope = createScope();
      const tones = createTones(store, {
        ringer: () => devices.chosen("ringer"),
        output: () => devices.chosen("output"),
        hasEarlyMedia: calls.hasEarlyMedia,
      });
      life = { scope, tones };
      devices.start();
      guardPage(scope, store, page);
      listenToPage(scope);
      scope.add(devices.stop, tones.stop, sound.subscribe(ringAloud), presence.start(), sound.start());
      begin();
    },
    async stop() {
      const { scope } = life ?? {};
      life = null;
      if (!scope) return;
      end();
      scope.end();
    },
    takeOver() {
      const state = store.getState();
      if (life && state.kind === "elsewhere") lock.takeOver(state.inCall);
    },
    retry() {
      if (talkOf(store.getState())) return calls.retryMicrophone();
      const call = callToRetry(store.getState());
      if (call) calls.redial(call);
      else store.dispatch({ type: "dismissed", report: registration.report() });
      const { kind } = registration.report();
      if (kind === "refused") restart();
      else if (kind !== "up") registration.retry();
    },
    dial: calls.dial,
    answer: calls.answer,
    decline: calls.decline,
    hangUp: calls.hangUp,
    answerWaiting: calls.answerWaiting,
    declineWaiting: calls.declineWaiting,
    setMuted: calls.setMuted,
    sendDigits: calls.sendDigits,
    dismiss: () => store.dispatch({ type: "dismissed", report: registration.report() }),
    enableSound() {
      life?.tones.enable();
      sound.retry();
    },
    sound,
    devices,
    watchLevels: (onLevels) => levels.on("measured", onLevels),
  };
}
