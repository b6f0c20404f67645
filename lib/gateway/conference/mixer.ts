import type { AudioSource, Frame } from "../audio/frame";
import { addFrame, emptySum, limitedFrame, type Sum } from "../audio/sum";

/** Somebody in a conference, as the mixer sees them. */
export interface Party {
  readonly callSid: string;
  /** What they say in this tick. */
  readonly mic: Frame;
  /** Whether they take part, or wait for the start or are on hold: then they hear `music`, and nobody hears them. */
  readonly place: "room" | "waiting" | "hold";
  readonly muted: boolean;
  /** The CallSid of the one who alone hears them. */
  readonly coach: string | undefined;
  readonly music: AudioSource | undefined;
}

/** A sound that is heard in addition to the voices. `undefined` once it is over. */
export interface Effect {
  /** The CallSid of the one who alone hears it. Undefined: all who are not on hold. */
  readonly to: string | undefined;
  next(): Frame | undefined;
}

/** One tick: what each says, added up once. */
interface Tick {
  /** All that everybody hears. */
  room: Sum;
  /** Who is in `room`, with the frame that is in it. */
  heard: Map<Party, Frame>;
  /** What only one hears, by CallSid. */
  aside: Map<string, Sum>;
  /** Beeps and announcements to all. Also those who wait hear them. */
  effects: Sum;
}

/** Adds up who says what. The sum is made once in a tick; each then hears it without their own part. */
export class Mixer {
  #tick: Tick | undefined;
  readonly #effects = new Set<Effect>();

  constructor(readonly parties: () => Iterable<Party>) {}

  /** Plays a sound from the next tick on. */
  play(effect: Effect): void {
    this.#effects.add(effect);
  }

  /** What somebody hears in this tick. To be read once in a tick. */
  frameFor(party: Party): Frame {
    const { room, heard, aside, effects } = this.#now();
    const sum = emptySum();
    if (party.place === "room") {
      sum.set(room);
      const own = heard.get(party);
      if (own) addFrame(sum, own, -1);
    } else {
      const music = party.music?.read();
      if (music) addFrame(sum, music);
      if (party.place === "waiting") addSum(sum, effects);
    }
    const whispered = aside.get(party.callSid);
    if (whispered) addSum(sum, whispered);
    return limitedFrame(sum);
  }

  /** Ends the tick, and returns what was heard in the room: voices, beeps and announcements to all, without coaches. */
  endTick(): Frame {
    const { room } = this.#now();
    this.#tick = undefined;
    return limitedFrame(room);
  }

  #now(): Tick {
    this.#tick ??= this.#mix();
    return this.#tick;
  }

  #mix(): Tick {
    const tick: Tick = { room: emptySum(), heard: new Map(), aside: new Map(), effects: emptySum() };
    const asideOf = (callSid: string) => {
      const sum = tick.aside.get(callSid) ?? emptySum();
      tick.aside.set(callSid, sum);
      return sum;
    };
    for (const party of this.parties()) {
      if (party.place !== "room" || party.muted) continue;
      const { mic, coach } = party;
      if (coach !== undefined) {
        // A coached person who is on hold or waits does not hear the conference, and so not the coach.
        if (this.#isInRoom(coach)) addFrame(asideOf(coach), mic);
        continue;
      }
      addFrame(tick.room, mic);
      tick.heard.set(party, mic);
    }
    for (const effect of [...this.#effects]) {
      const frame = effect.next();
      if (frame) addFrame(effect.to === undefined ? tick.effects : asideOf(effect.to), frame);
      else this.#effects.delete(effect);
    }
    addSum(tick.room, tick.effects);
    return tick;
  }

  #isInRoom(callSid: string): boolean {
    for (const party of this.parties()) if (party.callSid === callSid) return party.place === "room";
    return false;
  }
}

function addSum(sum: Sum, other: Sum): void {
  for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] ?? 0) + (other[index] ?? 0);
}
