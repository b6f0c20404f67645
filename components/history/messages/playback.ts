import { audioPath } from "@/components/api/voicemails";

/** How fast a message is played. */
export const rates = [1, 1.5, 2] as const;
/** How fast a message is played. */
export type Rate = (typeof rates)[number];

/** The message that is open: it plays, or has been stopped. */
export interface Playback {
  readonly id: string;
  readonly isPlaying: boolean;
  /** Some of it has been heard. */
  readonly begun: boolean;
  /** Where it is (s). */
  readonly at: number;
  /** How long it is (s), once the sound says so. */
  readonly length: number | null;
  /** The sound did not come, or cannot be played. The next `play` tries again. */
  readonly failed: boolean;
}

/** Plays messages, one at a time: the one that is played next takes the place of the one before. */
export interface Player {
  /** null: no message is open. */
  getState(): Playback | null;
  rate(): Rate;
  /** Calls `listener` after every change. Returns the unsubscribe function. */
  subscribe(listener: () => void): () => void;
  /** Opens the message and plays it, from where it was stopped. Call it from a click, as browsers want it. */
  play(id: string, sink: string | null): void;
  pause(): void;
  seek(at: number): void;
  setRate(rate: Rate): void;
  /** Closes the message, if it is the open one. */
  close(id: string): void;
}

/** A player on an audio element, which it has for itself. */
export function createPlayer(audio: HTMLAudioElement): Player {
  let state: Playback | null = null;
  let rate: Rate = 1;
  const listeners = new Set<() => void>();
  audio.preload = "auto";

  function tell(): void {
    for (const listener of listeners) listener();
  }

  function change(changes: Partial<Playback>): void {
    if (state === null) return;
    state = { ...state, ...changes };
    tell();
  }

  function open(id: string, at: number): void {
    audio.src = audioPath(id);
    // The element takes a time before it knows the sound, and goes there once it does.
    audio.currentTime = at;
    // Loading sets it back.
    audio.defaultPlaybackRate = rate;
    audio.playbackRate = rate;
  }

  const on = (event: string, listener: () => void) => audio.addEventListener(event, listener);
  on("play", () => change({ isPlaying: true }));
  on("pause", () => change({ isPlaying: false }));
  on("ended", () => change({ isPlaying: false, at: audio.duration }));
  on("error", () => {
    // An element whose sound has failed does not count as paused by itself.
    audio.pause();
    change({ isPlaying: false, failed: true });
  });
  on("durationchange", () => {
    if (Number.isFinite(audio.duration)) change({ length: audio.duration });
  });
  on("timeupdate", () => {
    const at = audio.currentTime;
    change({ at, begun: state?.begun === true || (at > 0 && !audio.paused) });
  });

  return {
    getState: () => state,
    rate: () => rate,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    play(id, sink) {
      if (state?.id !== id) {
        state = { id, isPlaying: true, begun: false, at: 0, length: null, failed: false };
        open(id, 0);
        tell();
      } else if (state.failed) {
        const { at } = state;
        change({ isPlaying: true, failed: false });
        open(id, at);
      }
      // So that whoever counts what was heard can try again.
      change({ begun: false });
      // The output may be gone: then it is the system's default.
      if (sink !== null && "setSinkId" in audio) audio.setSinkId(sink).catch(() => undefined);
      audio.play().catch(() => {
        // Another message was opened meanwhile, or the browser does not let it play: the events of the element say which.
        if (state?.id === id) change({ isPlaying: !audio.paused });
      });
    },
    pause: () => audio.pause(),
    seek(at) {
      audio.currentTime = at;
      change({ at });
    },
    setRate(next) {
      rate = next;
      audio.defaultPlaybackRate = rate;
      audio.playbackRate = rate;
      tell();
    },
    close(id) {
      if (state?.id !== id) return;
      state = null;
      audio.pause();
      // Ends the download, too.
      audio.removeAttribute("src");
      audio.load();
      tell();
    },
  };
}

let player: Player | null = null;

/** The player of this page. */
export function pagePlayer(): Player {
  player ??= createPlayer(new Audio());
  return player;
}
