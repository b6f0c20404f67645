import { makeProblem } from "../model/problems";
import type { LineRefusal, Problem } from "../model/types";
import type { DeviceSetup, VoiceCall, VoiceDevice } from "../ports/voice";
import type { LineReport } from "../state/events";
import type { Store } from "../state/store";
import { backoffMs } from "../util/backoff";
import { watchSleep } from "../util/sleep";
import { type Attempt, createAttempt, replaceRefusedToken, replaceToken, runAttempt } from "./attempt";
import type { DeviceListener, DeviceRegistration } from "./device-registration";
import { type AttemptReport, attemptOf, off, type Report, type Stage } from "./stage";
import { createTokens } from "./tokens";

/** How many sleeps in a row an attempt may blame: a page whose timers hardly run seems to sleep all the time. */
const maxSleeps = 3;

/** What the registration reports to the phone, and asks of it. */
interface RegistrationHooks {
  incoming(call: VoiceCall): void;
  /** The socket is lost: unanswered calls end with it. */
  lost(problem: Problem): void;
  /** Registered: reports to the server that this tab can be rung. Settles within seconds, and never rejects. */
  announce(): Promise<void>;
  /** Registered, and the server knows it. */
  up(): void;
  /** `report()` has changed. */
  changed(): void;
  /** Only the user can help now: this tab need not keep the phone from others. */
  refused(): void;
  /** Whether a call is under way, which must not lose its Device. */
  busy(): boolean;
}

/** The way to the voice network: token, Device, registration, and coming back by itself. */
export interface Registration {
  start(): void;
  stop(): void;
  /** As `stop`, but the Device lives on and belongs to the caller. */
  detach(): DeviceRegistration | null;
  report(): LineReport;
  /** The network can ring this tab. True a moment before the line is reported up. */
  canRing(): boolean;
  device(): VoiceDevice | null;
  /** Calls go through the local gateway. */
  isLocal(): boolean;
  /** Gives the Device a new token if the present one is about to expire: with an expired one a call never begins. */
  freshen(): Promise<void>;
  /** The session has ended. A call that is up goes on; no other can follow. */
  signedOut(): void;
  /** Stays stopped until the user asks for another try, and says why. */
  close(problem: LineRefusal): void;
  /** Tries again now, because the user asked for it. */
  retry(): void;
  /** Checks whether timers were missed. `deep`: the socket may be dead without the SDK having noticed. */
  wake(deep: boolean): void;
  /** No call is under way any more. */
  idle(): void;
  /** Makes a new Device, because the present one holds a call that nothing can end. */
  rebuild(): void;
}

/**
 * Keeps this tab registered. Only one Device exists at a time, and each attempt makes a new one with a valid token. So
 * several events that wake the phone at once lead to one registration. During a call the Device is left to the SDK,
 * which tries to restore the socket for up to 30 s while sound goes on.
 */
export function createRegistration(
  store: Store,
  getUserMedia: DeviceSetup["getUserMedia"],
  hooks: RegistrationHooks,
): Registration {
  const { deps } = store;
  const { clock, page, random } = deps;
  let stage: Stage = off;
  const tokens = createTokens(deps, {
    onRenewed: ({ token }) => attemptOf(stage)?.device?.device.updateToken(token),
    onReplaced: takeNewIdentity,
    onRefused: refuse,
  });

  function enter(next: Stage): void {
    const before = stage;
    if (before.kind === "waiting") before.timer.end();
    stage = next;
    if (next.report === before.report) return;
    store.dispatch({ type: "line", report: next.report });
    hooks.changed();
  }

  /**
   * Ends the present attempt with its Device, then makes another one. An attempt that failed because the machine slept
   * meanwhile says nothing of the network, so it is made again at once. `sleeps`: how often that was done.
   */
  async function begin(report: AttemptReport, failures: number, sleeps = 0): Promise<void> {
    attemptOf(stage)?.scope.end();
    const attempt = createAttempt(failures);
    enter({ kind: "attempting", report, attempt });
    const listener = listenerFor(attempt);
    const began = clock.now();
    const trying = attempt.scope.child();
    const sleep = watchSleep(trying, clock);
    const result = await runAttempt(attempt, { deps, tokens, getUserMedia, listener });
    if (!attempt.scope.active) return;
    const slept = sleep.sleptAfter(began);
    trying.end();
    if (result.kind === "failed" && slept && sleeps < maxSleeps && !hooks.busy()) {
      return begin(report, failures, sleeps + 1);
    }
    switch (result.kind) {
      case "registered":
        return announce(attempt, report);
      case "failed":
        return retryLater(attempt, result.problem, result.retryAfterMs);
      case "refused":
        return refuse(result.problem);
      case "ended":
        return;
      default:
        result satisfies never;
    }
  }

  /** Begins at once, as if no attempt had failed before. */
  function beginNow(): void {
    if (!hooks.busy()) void begin({ kind: "starting" }, 0);
  }

  function beginNowIfStarted(): void {
    if (stage.kind !== "off") beginNow();
  }

  /** Begins the next attempt, because the timer has fired or the call has ended. */
  function beginNext(report: Report<"down">, attempt: Attempt): void {
    if (hooks.busy()) enter({ kind: "stale", report, attempt });
    else void begin(report, attempt.failures);
  }

  /** A user who sees "Ready" expects calls, so the line is not up before the server knows that this tab can be rung. */
  async function announce(attempt: Attempt, report: AttemptReport): Promise<void> {
    enter({ kind: "announcing", report, attempt });
    await hooks.announce();
    if (stage.kind === "announcing" && stage.attempt === attempt) comeUp(attempt);
  }

  function comeUp(attempt: Attempt): void {
    attempt.failures = 0;
    enter({ kind: "up", report: { kind: "up" }, attempt });
    hooks.up();
  }

  function retryLater(attempt: Attempt, failure: Problem, waitMs: number | null): void {
    const wait = waitMs ?? backoffMs(attempt.failures, random());
    attempt.failures += 1;
    const report = { kind: "down", problem: failure, retryAt: clock.now() + wait } as const;
    const timer = attempt.scope.child();
    timer.add(clock.after(wait, () => beginNext(report, attempt)));
    enter({ kind: "waiting", report, attempt, timer });
  }

  /** If a call is up it goes on, and the line is refused when it ends. */
  function refuse(failure: LineRefusal): void {
    const attempt = attemptOf(stage);
    if (attempt && hooks.busy()) {
      attempt.refusal = failure;
      return;
    }
    attempt?.scope.end();
    tokens.forget();
    enter({ kind: "refused", report: { kind: "refused", problem: failure } });
    hooks.refused();
  }

  /** Events of the Device count until its attempt ends. A detached Device lives on, and no longer changes the line. */
  function listenerFor(attempt: Attempt): DeviceListener {
    const whileActive = (run: () => void) => () => {
      if (attempt.scope.active) run();
    };
    return {
      invited: (call) => (attempt.scope.active ? hooks.incoming(call) : call.ignore()),
      socketLost: whileActive(() => onSocketLost(attempt)),
      // The SDK brought its socket back before the next attempt: the Device is as good as a new one.
      socketBack: whileActive(() => comeUp(attempt)),
      tokenRefused: whileActive(() => onTokenRefused(attempt)),
      tokenExpiring: whileActive(tokens.check),
    };
  }

  function onSocketLost(attempt: Attempt): void {
    const failure = makeProblem(page.online ? "signalling_lost" : "network_down");
    hooks.lost(failure);
    // The end of a call may have ended the attempt: by a refusal that waited for it, or by `rebuild`.
    if (!attempt.scope.active) return;
    const report = { kind: "down", problem: failure, retryAt: clock.now() } as const;
    if (hooks.busy()) enter({ kind: "stale", report, attempt });
    else retryLater(attempt, failure, null);
  }

  function onTokenRefused(attempt: Attempt): void {
    tokens.forget();
    if (hooks.busy()) void replaceRefusedToken(attempt, tokens, clock.now());
    else retryLater(attempt, makeProblem("token_refused"), null);
  }

  /** The Device of the old session is never rung any more. A call that it still has goes on first. */
  function takeNewIdentity(): void {
    const attempt = attemptOf(stage);
    if (!attempt || !hooks.busy()) {
      beginNowIfStarted();
      return;
    }
    const report = { kind: "down", problem: makeProblem("signalling_lost"), retryAt: clock.now() } as const;
    enter({ kind: "stale", report, attempt });
  }

  function wake(deep: boolean): void {
    switch (stage.kind) {
      case "off":
      case "refused":
        return;
      case "attempting":
      case "announcing":
      case "up":
        if (deep && !hooks.busy()) beginNow();
        else tokens.check();
        return;
      case "waiting":
      case "stale":
        if (hooks.busy()) tokens.check();
        else beginNow();
        return;
      default:
        stage satisfies never;
    }
  }

  function idle(): void {
    const refusal = attemptOf(stage)?.refusal;
    if (refusal) refuse(refusal);
    else if (stage.kind === "stale") beginNext(stage.report, stage.attempt);
  }

  function stop(): void {
    attemptOf(stage)?.scope.end();
    tokens.stop();
    stage = off;
  }

  return {
    report: () => stage.report,
    canRing: () => attemptOf(stage)?.device?.isRegistered() ?? false,
    device: () => attemptOf(stage)?.device?.device ?? null,
    isLocal: () => attemptOf(stage)?.isLocal ?? false,
    start() {
      if (stage.kind !== "off") return;
      if (page.unfit) refuse(makeProblem(page.unfit));
      else beginNow();
    },
    stop,
    detach() {
      const attempt = attemptOf(stage);
      const detached = attempt?.device ?? null;
      if (attempt) attempt.device = null;
      stop();
      return detached;
    },
    async freshen() {
      const attempt = attemptOf(stage);
      if (attempt && tokens.isDue()) await replaceToken(attempt, tokens);
    },
    signedOut() {
      if (stage.kind !== "off" && stage.kind !== "refused") refuse(makeProblem("signed_out"));
    },
    close(problem) {
      stop();
      refuse(problem);
    },
    retry: beginNowIfStarted,
    wake,
    idle,
    rebuild: beginNowIfStarted,
  };
}
