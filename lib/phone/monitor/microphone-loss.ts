import type { Microphone } from "../audio/microphone";
import type { Hint, MicrophoneProblem } from "../model/types";
import type { Clock, Media, MicrophoneCondition } from "../ports/deps";
import type { Scope } from "../util/scope";

/** How long (ms) to wait before the microphone is opened again: the browser may already be changing to another one. */
const firstTryMs = 300;
/** The pause (ms) between two tries: nothing reports that another program has let go of a microphone. */
const againMs = 5_000;
/** A headset that changes its mode is silent for a moment, which is no reason for advice. */
const heldMs = 1_500;

/** What is wrong with the microphone; null: nothing. */
export type MicrophoneTrouble = Extract<
  Hint,
  "microphone_stopped" | "microphone_denied" | "microphone_held"
> | null;

/** What the watch needs. `reopen` opens the call's microphone again, and resolves with the problem if it does not open. */
interface MicrophoneParts {
  readonly media: Media;
  readonly clock: Clock;
  readonly microphone: Pick<Microphone, "stream" | "onGiven">;
  reopen(): Promise<MicrophoneProblem | null>;
}

/** The watch over the microphone of an open call. */
export interface MicrophoneWatch {
  trouble(): MicrophoneTrouble;
  /** Tries at once to open a microphone that has stopped. */
  retry(): void;
}

function isRefused({ code }: MicrophoneProblem): boolean {
  return code === "mic_denied" || code === "mic_dismissed" || code === "mic_system";
}

/**
 * Notices that the microphone of an open call stops or is held back, and opens one again by itself. A stopped microphone
 * sends nothing, which at the other side looks like a lost connection. A microphone that was refused is tried again only
 * when the permission changes or the user asks for it: each try could put a question to the user. Calls `changed` when
 * `trouble` changes, until `scope` ends.
 */
export function watchMicrophone(
  scope: Scope,
  { media, clock, microphone, reopen }: MicrophoneParts,
  changed: () => void,
): MicrophoneWatch {
  let trouble: MicrophoneTrouble = null;
  let listening = scope.child();
  /** The next try, or the one that is under way. It ends when the microphone changes. */
  let attempt = scope.child();

  function set(next: MicrophoneTrouble): void {
    if (next === trouble) return;
    trouble = next;
    changed();
  }
  function newAttempt(): Scope {
    attempt.end();
    attempt = scope.child();
    return attempt;
  }

  /** Follows the stream that the SDK was given last. */
  function follow(): void {
    listening.end();
    listening = scope.child();
    newAttempt();
    set(null);
    const stream = microphone.stream();
    if (stream) listening.add(media.onMicrophoneChange(stream, onChange));
  }
  function onChange(condition: MicrophoneCondition): void {
    const next = newAttempt();
    switch (condition) {
      case "live":
        set(null);
        return;
      case "muted":
        next.add(clock.after(heldMs, () => set("microphone_held")));
        return;
      case "ended":
        set("microphone_stopped");
        next.add(clock.after(firstTryMs, () => void tryAgain()));
        return;
      default:
        condition satisfies never;
    }
  }
  async function tryAgain(): Promise<void> {
    if (trouble !== "microphone_stopped" && trouble !== "microphone_denied") return;
    const mine = newAttempt();
    const problem = await reopen();
    // The SDK was given another stream meanwhile, or the call is over.
    if (!mine.active) return;
    const refused = problem !== null && isRefused(problem);
    set(refused ? "microphone_denied" : "microphone_stopped");
    if (!refused) mine.add(clock.after(againMs, () => void tryAgain()));
  }

  scope.add(
    microphone.onGiven(follow),
    media.onPermissionChange(() => void tryAgain()),
  );
  follow();
  return { trouble: () => trouble, retry: () => void tryAgain() };
}
