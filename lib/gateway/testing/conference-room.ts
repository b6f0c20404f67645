import { type AudioSource, FRAME_SAMPLES, type Frame, SAMPLE_RATE, SILENCE } from "../audio/frame";
import type { Sound } from "../audio/sounds";
import { Journal } from "../base/journal";
import { silentLog } from "../base/log";
import type { ConferenceParts, ConferenceRecorder } from "../conference/conference-parts";
import { Conferences } from "../conference/conferences";
import type { Participant } from "../conference/participant";
import type { Voice } from "../media/voice";
import type { ConferenceEvent, ConferenceNoun } from "../twiml/verbs";
import type { Target } from "../webhook/webhooks";
import { CONFIG } from "./account";
import { FakeClock, settle } from "./clock";
import { FakeApp } from "./rig";

/** A tone. Multiples of 50 Hz fit into a frame, so that one is told from another exactly. */
export function tone(hertz: number, frames: number, amplitude = 4_000): Sound {
  const turn = (2 * Math.PI * hertz) / SAMPLE_RATE;
  return Int16Array.from({ length: frames * FRAME_SAMPLES }, (_, n) =>
    Math.round(amplitude * Math.sin(turn * n)),
  );
}

/** How strong a frequency is in a sound: the amplitude of its sine (Goertzel's algorithm over the whole sound). */
export function strength(sound: Sound, hertz: number): number {
  const turn = (2 * Math.PI * hertz) / SAMPLE_RATE;
  let [last, before] = [0, 0];
  for (const sample of sound) [last, before] = [sample + 2 * Math.cos(turn) * last - before, last];
  const power = last * last + before * before - 2 * Math.cos(turn) * last * before;
  return (2 * Math.sqrt(Math.max(0, power))) / Math.max(1, sound.length);
}

/** A browser whose person speaks with a tone of their own. */
export class FakeVoice implements Voice {
  mic: Frame = SILENCE;
  heard: Frame = SILENCE;
  output: AudioSource | undefined;
  speaks = true;
  readonly #tone: Sound;

  constructor(readonly hertz: number) {
    this.#tone = tone(hertz, 1);
  }

  speak(): void {
    this.mic = this.speaks ? this.#tone : SILENCE;
  }

  listen(): void {
    this.heard = this.output?.read() ?? SILENCE;
  }

  tap = () => () => {};
  onDigit = () => () => {};
}

/** The frequencies of the sounds that are not voices. */
export const HERTZ = {
  enter: 2_000,
  exit: 2_100,
  music: 2_200,
  wait: 2_300,
  hold: 2_400,
  announcement: 2_500,
};

/** All events that a `statusCallbackEvent` can name. */
export const EVERY_EVENT: ReadonlySet<ConferenceEvent> = new Set([
  "start",
  "end",
  "join",
  "leave",
  "mute",
  "hold",
  "modify",
  "speaker",
  "announcement",
] as const);

const EVENTS_URL: Target = { url: "http://localhost:3000/events", method: "POST" };

/** A `<Conference>` as a document without attributes has it, and with all events reported. */
export function noun(changes: Partial<ConferenceNoun> = {}): ConferenceNoun {
  return {
    name: "room",
    muted: false,
    startConferenceOnEnter: true,
    endConferenceOnExit: false,
    beep: "false",
    wait: "music",
    maxParticipants: 250,
    coach: undefined,
    label: undefined,
    record: false,
    trim: "trim-silence",
    recordingStatusCallback: undefined,
    statusCallback: EVENTS_URL,
    statusCallbackEvents: EVERY_EVENT,
    ...changes,
  };
}

/** The CallSid of the one who speaks with a tone. */
export const sidOf = (hertz: number): string => `CA${String(hertz).padStart(32, "0")}`;

/** Conferences with fake voices, a fake clock and a fake application. Whoever joins has a frequency for a name. */
export class ConferenceRoom {
  readonly clock = new FakeClock();
  readonly app = new FakeApp();
  readonly journal = new Journal(this.clock);
  readonly voices = new Map<number, FakeVoice>();
  readonly recorded: Frame[] = [];
  /** How many recordings have been begun, and ended. */
  readonly recordings = { begun: 0, ended: 0 };
  /** How many waiting documents run. */
  waiting = 0;
  /** The sounds of the application, by URL; others cannot be had. */
  readonly sounds = new Map<string, Sound>();
  readonly listeners = new Set<() => void>();
  readonly conferences: Conferences;

  constructor(changes: Partial<ConferenceParts> = {}) {
    this.conferences = new Conferences({
      accountSid: CONFIG.accountSid,
      clock: this.clock,
      log: silentLog,
      journal: this.journal,
      webhooks: this.app,
      sounds: { enter: tone(HERTZ.enter, 5), exit: tone(HERTZ.exit, 5), music: tone(HERTZ.music, 7) },
      loadSound: async ({ url }) => {
        await settle();
        const sound = this.sounds.get(url);
        if (!sound) throw new Error("no such sound");
        return sound;
      },
      startWaiting: (slot) => {
        this.waiting += 1;
        slot.output = { read: () => tone(HERTZ.wait, 1) };
        return () => {
          this.waiting -= 1;
        };
      },
      beginRecording: () => this.#beginRecording(),
      onTick: (listener) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
      },
      ...changes,
    });
  }

  join(hertz: number, changes: Partial<ConferenceNoun> = {}): Participant {
    const voice = this.voices.get(hertz) ?? new FakeVoice(hertz);
    this.voices.set(hertz, voice);
    return this.conferences.join({ callSid: sidOf(hertz), voice, noun: noun(changes) });
  }

  /** Twenty milliseconds, in the order of `Voice`. */
  tick(): void {
    for (const voice of this.voices.values()) voice.speak();
    for (const voice of this.voices.values()) voice.listen();
    for (const listener of [...this.listeners]) listener();
  }

  /** Which frequencies each voice hears in the next ticks: those of the voices, and of the other sounds. */
  hears(ticks = 5): Record<number, number[]> {
    const heard = new Map([...this.voices.keys()].map((hertz) => [hertz, [] as Frame[]]));
    for (let n = 0; n < ticks; n += 1) {
      this.tick();
      for (const [hertz, voice] of this.voices) heard.get(hertz)?.push(voice.heard);
    }
    return Object.fromEntries([...heard].map(([hertz, frames]) => [hertz, this.frequenciesIn(frames)]));
  }

  frequenciesIn(frames: readonly Frame[]): number[] {
    const sound = Int16Array.from(frames.flatMap((frame) => [...frame]));
    return [...this.voices.keys(), ...Object.values(HERTZ)].filter((hertz) => strength(sound, hertz) > 400);
  }

  /** The events so far, by their words, with the tone of the participant. */
  events(): string[] {
    return this.app.reports.map(({ params }) =>
      [params.StatusCallbackEvent, params.CallSid?.replace(/^CA0*/, "")].filter(Boolean).join(" "),
    );
  }

  #beginRecording(): ConferenceRecorder {
    this.recordings.begun += 1;
    return {
      write: (frame) => this.recorded.push(frame),
      stop: () => {
        this.recordings.ended += 1;
      },
    };
  }
}
