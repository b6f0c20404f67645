import { createSoundProbe } from "./audio/autoplay";
import { createDevices } from "./audio/devices";
import { createMicrophone } from "./audio/microphone";
import { createTones, type Tones } from "./audio/tones";
import { createCalls } from "./calls/calls";
import type { Levels } from "./monitor/talk";
import type { Cancel, PhoneDeps } from "./ports/deps";
import { createLine, type Line } from "./registration/line";
import { createPresence } from "./registration/presence";
import { hasCallUp } from "./state/selectors";
import { createCore } from "./state/store";
import { createTabLock } from "./tabs/lock";
import { createRingHandover } from "./tabs/ring-handover";
import { shareCalls } from "./tabs/share-calls";
import type { Phone } from "./types";

/**
 * The phone of one tab. It owns the Device, the calls and every listener on them; all it touches of the world
 * comes in through `deps`.
 */
export function createPhone(deps: PhoneDeps): Phone {
  const core = createCore(deps);
  const { page, clock } = deps;
  let running = false;
  let unguard: Cancel | null = null;
  let tones: Tones | null = null;
  let undo: Cancel[] = [];
  let shareNoMore: Cancel = () => {};

  const sound = createSoundProbe(deps);
  const devices = createDevices(deps);
  const microphone = createMicrophone(deps.media, () => devices.chosen("input"));
  const levelWatchers = new Set<(levels: Levels) => void>();
  const calls = createCalls(core, {
    microphone,
    devices,
    line: () => line,
    onLevels(levels) {
      for (const watch of levelWatchers) watch(levels);
    },
  });
  const line: Line = createLine(core, microphone.getUserMedia, {
    incoming: calls.incoming,
    lost: calls.lineLost,
    announce: () => presence.announce(),
    up: () => handover.lineUp(),
    changed: () => presence.refresh(),
    refused: () => lock.release(),
    busy: calls.busy,
  });
  const handover = createRingHandover(deps, calls, () => line);
  const presence = createPresence(
    core,
    () => line.canRing(),
    () => line.signedOut(),
  );
  const lock = createTabLock(deps.tabs, clock, {
    got(ring) {
      core.dispatch({ type: "started" });
      handover.receive(ring);
      line.start();
    },
    elsewhere: (inCall) => core.dispatch({ type: "elsewhere", inCall }),
    inCall: () => hasCallUp(core.getState()),
    letGo() {
      const ring = handover.give();
      leave();
      return ring;
    },
    robbed: leave,
  });

  /** Ends all that this tab does. */
  function end(): void {
    leave();
    handover.stop();
    lock.release();
    core.dispatch({ type: "stopped" });
    shareNoMore();
  }

  /** Ends what this tab does for the phone; the page may live on. */
  function leave(): void {
    calls.leave();
    presence.leave();
    line.stop();
  }

  /** Asks before the page is left, only while that would end a call: a guard costs the page its bfcache. */
  function guardPage(): void {
    const needed = hasCallUp(core.getState());
    if (needed) unguard ??= page.guard();
    else {
      unguard?.();
      unguard = null;
    }
  }

  /** Any click frees the sound, not only the one on the button for it: then what rings is heard. */
  function ringAloud(): void {
    const state = core.getState();
    const silent = state.kind === "incoming" && state.soundBlocked;
    if (silent && sound.getState() === "released") tones?.enable();
  }

  function listen(): Cancel[] {
    return [
      core.subscribe(guardPage),
      sound.subscribe(ringAloud),
      page.on("visibility", () => {
        presence.refresh();
        line.wake(false);
      }),
      page.on("network", () => line.wake(true)),
      page.on("wake", () => line.wake(true)),
      // A page in the back-forward cache must hold no lock and no call; it begins anew when it comes back.
      page.on("hide", end),
      page.on("restore", begin),
    ];
  }

  /** After the phone was given up here: another tab may have taken it meanwhile. */
  function beginAnew(): void {
    line.stop();
    core.dispatch({ type: "line", report: line.report() });
    lock.acquire();
  }

  function begin(): void {
    shareNoMore();
    if (deps.tabs) shareNoMore = shareCalls(core, deps.tabs);
    core.dispatch({ type: "started" });
    lock.acquire();
  }

  return {
    getState: core.getState,
    subscribe: core.subscribe,
    start() {
      if (running) return;
      running = true;
      const ownTones = createTones(core, {
        ringer: () => devices.chosen("ringer"),
        output: () => devices.chosen("output"),
        hasEarlyMedia: calls.hasEarlyMedia,
      });
      tones = ownTones;
      undo = [...listen(), ownTones.stop, presence.start(), sound.start()];
      devices.start();
      begin();
    },
    async stop() {
      if (!running) return;
      running = false;
      end();
      devices.stop();
      for (const cancel of undo.splice(0)) cancel();
      tones = null;
    },
    takeOver() {
      const state = core.getState();
      if (running && state.kind === "elsewhere") lock.takeOver(state.inCall);
    },
    retry() {
      const state = core.getState();
      if (state.kind === "notPlaced") calls.redial(state.call);
      else core.dispatch({ type: "dismissed", report: line.report() });
      const { kind } = line.report();
      if (kind === "refused") beginAnew();
      else if (kind !== "up") line.retry();
    },
    dial: calls.dial,
    answer: calls.answer,
    decline: calls.decline,
    hangUp: calls.hangUp,
    answerWaiting: calls.answerWaiting,
    declineWaiting: calls.declineWaiting,
    setMuted: calls.setMuted,
    sendDigits: calls.sendDigits,
    dismiss: () => core.dispatch({ type: "dismissed", report: line.report() }),
    enableSound() {
      tones?.enable();
      sound.retry();
    },
    sound,
    devices,
    watchLevels(onLevels) {
      levelWatchers.add(onLevels);
      return () => levelWatchers.delete(onLevels);
    },
  };
}
