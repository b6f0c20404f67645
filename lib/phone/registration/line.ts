import type { TokenResponse } from "@/lib/contracts";
import type { Cancel } from "../ports/deps";
import type { DeviceSetup, Voice, VoiceCall, VoiceDevice } from "../ports/voice";
import { makeProblem, problemOf } from "../problems";
import type { LineReport } from "../state/events";
import type { Core } from "../state/store";
import type { LineRefusal, Problem } from "../types";
import { backoffMs } from "../util/backoff";
import { networkLimitMs } from "../util/timeout";
import { type Registration, register } from "./registration";
import { createTokens } from "./tokens";

export interface LineHooks {
  incoming(call: VoiceCall): void;
  /** The socket is gone: calls that nobody has answered yet die with it. */
  lost(problem: Problem): void;
  /** Registered: tells the server that this tab can be rung. Settles within seconds, and never rejects. */
  announce(): Promise<void>;
  /** Registered, and the server has been told. */
  up(): void;
  /** The report is another one. */
  changed(): void;
  /** Only the user can help now: this tab need not keep the phone from others. */
  refused(): void;
  /** A call is under way, and the Device must not be taken from under it. */
  busy(): boolean;
}

/** The way to the voice network: token, Device, registration, and coming back by itself. */
export interface Line {
  start(): void;
  stop(): void;
  /** As `stop`, but the Device lives on for whoever asked. */
  detach(): Registration | null;
  report(): LineReport;
  /** The network can ring this tab. True a moment before the line is reported up. */
  canRing(): boolean;
  device(): VoiceDevice | null;
  /** Gives the Device a new token if the present one is about to expire: with an expired one a call never begins. */
  freshen(): Promise<void>;
  /** The session has ended: nobody can be called from here, and a call that is up is the last one. */
  signedOut(): void;
  /** Try again now, by the user's wish. */
  retry(): void;
  /** `deep`: the socket may be dead without anybody having noticed. */
  wake(deep: boolean): void;
  /** No call is under way any more. */
  idle(): void;
  /** The Device holds a call that nothing can end: make a new one. */
  rebuild(): void;
}

/**
 * Only one Device lives at a time, and each attempt makes a new one with a token that is good: so there is one
 * listen and one register at a time, whatever woke the phone. During a call the Device is left to the SDK, which
 * brings the socket back for up to 30 s while sound goes on.
 */
export function createLine(core: Core, getUserMedia: DeviceSetup["getUserMedia"], hooks: LineHooks): Line {
  const { clock, page, random } = core.deps;
  let running = false;
  let report: LineReport = { kind: "starting" };
  let registration: Registration | null = null;
  let attempting = false;
  let registered = false;
  let attempts = 0;
  let failures = 0;
  /** The Device is of no more use, but a call keeps it. */
  let stale = false;
  /** When the Device last got another token because the network refused one. */
  let replacedAt = Number.NEGATIVE_INFINITY;
  let refused: LineRefusal | null = null;
  let cancelRetry: Cancel = () => {};

  const tokens = createTokens(core.deps, {
    onRenewed: (token) => registration?.device.updateToken(token.token),
    onRefused: refuse,
  });

  function say(next: LineReport): void {
    report = next;
    core.dispatch({ type: "line", report: next });
    hooks.changed();
  }

  function drop(): void {
    attempts += 1;
    attempting = false;
    registered = false;
    cancelRetry();
    registration?.close();
    registration = null;
    stale = false;
  }

  /** Nothing but the user can help. A call that is up may go on. */
  function refuse(what: LineRefusal): void {
    refused = what;
    if (hooks.busy()) return;
    drop();
    tokens.forget();
    say({ kind: "refused", problem: what });
    hooks.refused();
  }

  function retryLater(what: Problem, waitMs: number | null): void {
    const wait = waitMs ?? backoffMs(failures, random());
    failures += 1;
    say({ kind: "down", problem: what, retryAt: clock.now() + wait });
    cancelRetry();
    cancelRetry = clock.after(wait, () => void attempt());
  }

  async function attempt(): Promise<void> {
    if (!running) return;
    if (hooks.busy()) {
      stale = true;
      return;
    }
    drop();
    refused = null;
    attempting = true;
    const mine = attempts;
    const token = await tokens.get();
    if (mine !== attempts) return;
    if (!token.ok) {
      attempting = false;
      if (token.problem.code === "signed_out") return refuse(makeProblem("signed_out"));
      return retryLater(token.problem, token.retryAfterMs);
    }
    await registerWith(token.value, mine);
  }

  async function registerWith(token: TokenResponse, mine: number): Promise<void> {
    const voice = await core.deps.loadVoice(token.signaling).catch(() => null);
    if (mine !== attempts) return;
    if (voice && !voice.supported) return refuse(makeProblem("unsupported_browser"));
    const failure = voice ? await tryToRegister(voice, token) : makeProblem("server_unreachable");
    if (mine !== attempts) return;
    if (!failure) return announce(mine);
    drop();
    if (failure.code === "token_refused") tokens.forget();
    retryLater(failure, null);
  }

  async function tryToRegister(voice: Voice, token: TokenResponse): Promise<Problem | null> {
    try {
      const setup = { token: token.token, getUserMedia };
      const mine = attempts;
      // A Device that was detached no longer moves the line.
      const ifMine = (run: () => void) => () => mine === attempts && run();
      const listeners = {
        incoming: (call: VoiceCall) => (mine === attempts ? hooks.incoming(call) : call.ignore()),
        up: ifMine(onUp),
        down: ifMine(onDown),
        tokenRefused: ifMine(onTokenRefused),
        tokenOld: ifMine(tokens.check),
      };
      registration = register(core.deps, voice, setup, listeners);
      return await registration.failure;
    } catch (error) {
      return problemOf(error);
    }
  }

  /** Whoever reads "Ready" may be called: not before the server knows where to find them. */
  async function announce(mine: number): Promise<void> {
    registered = true;
    await hooks.announce();
    if (mine === attempts && registered) onUp();
  }

  function onUp(): void {
    // The SDK may have brought its socket back before the next try was due: the Device is as good as a new one.
    cancelRetry();
    attempting = false;
    registered = true;
    stale = false;
    failures = 0;
    say({ kind: "up" });
    hooks.up();
  }

  /** Without a call: begin anew, unhurriedly. In a call: give the same Device another one, but not in a loop. */
  function onTokenRefused(): void {
    tokens.forget();
    if (!hooks.busy()) {
      retryLater(makeProblem("token_refused"), null);
      return;
    }
    if (clock.now() - replacedAt < networkLimitMs) return;
    replacedAt = clock.now();
    void replaceToken();
  }

  async function replaceToken(): Promise<void> {
    const next = await tokens.get();
    if (next.ok) registration?.device.updateToken(next.value.token);
  }

  function onDown(): void {
    const what = makeProblem(page.online ? "signalling_lost" : "network_down");
    attempting = false;
    registered = false;
    stale = true;
    hooks.lost(what);
    if (hooks.busy()) say({ kind: "down", problem: what, retryAt: clock.now() });
    else retryLater(what, null);
  }

  function now(): void {
    if (hooks.busy()) return;
    failures = 0;
    drop();
    say({ kind: "starting" });
    void attempt();
  }

  function stop(): void {
    running = false;
    drop();
    tokens.stop();
    report = { kind: "starting" };
  }

  return {
    report: () => report,
    canRing: () => registered,
    device: () => registration?.device ?? null,
    start() {
      if (running) return;
      running = true;
      if (page.unfit) return refuse(makeProblem(page.unfit));
      now();
    },
    stop,
    detach() {
      const detached = registration;
      registration = null;
      stop();
      return detached;
    },
    async freshen() {
      if (tokens.isDue()) await replaceToken();
    },
    signedOut: () => running && report.kind !== "refused" && refuse(makeProblem("signed_out")),
    retry: () => running && now(),
    wake(deep) {
      if (!running || report.kind === "refused") return;
      if (hooks.busy() || (!deep && (report.kind === "up" || attempting))) return tokens.check();
      now();
    },
    idle() {
      if (!running) return;
      if (refused) return refuse(refused);
      if (stale && report.kind !== "up") void attempt();
    },
    rebuild: () => running && now(),
  };
}
