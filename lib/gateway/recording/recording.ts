import type { FileHandle } from "node:fs/promises";
import { FRAME_SAMPLES, type Frame, SILENCE } from "../audio/frame";
import { blockBytes, secondsOf } from "../audio/wav-header";
import type { PauseBehavior, RecordingFacts, RecordingRequest } from "./facts";
import { FileWriter } from "./file-writer";
import { FrameBuffer } from "./frame-buffer";
import { MissedFrames } from "./missed-frames";
import { isSilent } from "./silence";

/** What a recording needs of the store that keeps it. */
export interface RecordingKeeper {
  now(): number;
  /** Notes the first facts, and makes the file of the sound. */
  open(facts: RecordingFacts): Promise<FileHandle>;
  /** Whether so many bytes more may be kept. */
  reserve(bytes: number): boolean;
  /** The sound can not be written on. The recording ends itself then. */
  failed(error: unknown): void;
  /** The recording has ended, and this much sound is in its file. Resolves when that is noted. */
  ended(facts: RecordingFacts, dataBytes: number): Promise<void>;
  /** Nobody wants the recording. */
  discard(): void;
}

/** A recording that is being made. Its owner writes a frame in each tick of 20 ms; nothing here waits for the disk, or throws. */
export class Recording {
  /** Resolves, once, with the last facts: `completed` and the sound can be read, or `absent`. Whoever ended it. */
  readonly ended: Promise<RecordingFacts>;
  readonly #writer: FileWriter;
  readonly #buffer: FrameBuffer;
  readonly #frameBytes: number;
  readonly #missed: MissedFrames;
  #state: "in-progress" | "paused" | "closed" = "in-progress";
  #pauseBehavior: PauseBehavior = "skip";
  #facts: RecordingFacts;
  /** Bytes of sound so far, and how many of them there are without the silence that is to be cut off at the end. */
  #bytes = 0;
  #heardBytes = 0;
  #resolveEnded: (facts: RecordingFacts) => void = () => {};

  constructor(
    readonly sid: string,
    readonly request: RecordingRequest,
    readonly keeper: RecordingKeeper,
  ) {
    const now = keeper.now();
    this.#missed = new MissedFrames(now);
    this.#facts = firstFacts(sid, request, now);
    this.#buffer = new FrameBuffer(request.channels);
    this.#frameBytes = FRAME_SAMPLES * blockBytes(request.channels);
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#writer = new FileWriter({
      channels: request.channels,
      open: () => keeper.open(this.#facts),
      onFailure: (error) => {
        keeper.failed(error);
        this.stop();
      },
    });
  }

  /** What there is to say about it now. */
  facts(): RecordingFacts {
    return this.#facts;
  }

  /**
   * Records 20 ms, and silence before them if the process stood still, so that the length follows the clock. `right`: the second
   * channel. After the end it does nothing.
   */
  write(left: Frame, right: Frame = SILENCE): void {
    for (let missed = this.#missed.before(this.keeper.now()); missed > 0; missed -= 1) {
      this.#take(SILENCE, SILENCE);
    }
    this.#take(left, right);
  }

  /** From now on records nothing, or silence. */
  pause(behavior: PauseBehavior): void {
    if (this.#state === "closed") return;
    this.#state = "paused";
    this.#pauseBehavior = behavior;
    this.#update("paused");
    this.#flush();
  }

  /** Goes on after a pause. */
  resume(): void {
    if (this.#state !== "paused") return;
    this.#state = "in-progress";
    this.#update("in-progress");
  }

  /** Ends the recording. The facts have its final length; the rest of the sound is on its way to the disk. Idempotent. */
  stop(): RecordingFacts {
    if (this.#state === "closed") return this.#facts;
    this.#state = "closed";
    this.#flush();
    this.#bytes = this.#heardBytes;
    this.#update("processing");
    void this.#finish();
    return this.#facts;
  }

  /** Ends the recording, and deletes it. */
  discard(): void {
    this.stop();
    this.keeper.discard();
  }

  #take(left: Frame, right: Frame): void {
    if (this.#state === "in-progress") this.#add(left, right);
    else if (this.#state === "paused" && this.#pauseBehavior === "silence") this.#add(SILENCE, SILENCE);
  }

  #add(left: Frame, right: Frame): void {
    const { trim, channels } = this.request;
    const isHeard = trim === "do-not-trim" || !isSilent(left) || (channels === 2 && !isSilent(right));
    // Silence at the beginning never reaches the file, so nothing has to be moved at the end.
    if (!isHeard && this.#bytes === 0) return;
    this.#buffer.add(left, right);
    this.#bytes += this.#frameBytes;
    if (isHeard) this.#heardBytes = this.#bytes;
    this.#facts = { ...this.#facts, durationSeconds: secondsOf(this.#bytes, channels) };
    if (this.#buffer.isFull) this.#flush();
  }

  #flush(): void {
    const data = this.#buffer.take();
    if (data.length === 0) return;
    if (this.keeper.reserve(data.length)) {
      this.#writer.append(data);
      return;
    }
    this.#bytes -= data.length;
    this.#heardBytes = Math.min(this.#heardBytes, this.#bytes);
    this.stop();
  }

  async #finish(): Promise<void> {
    const dataBytes = await this.#writer.finish(this.#bytes);
    const status = dataBytes > 0 ? "completed" : "absent";
    const durationSeconds = secondsOf(dataBytes, this.request.channels);
    this.#facts = { ...this.#facts, status, durationSeconds };
    await this.keeper.ended(this.#facts, dataBytes);
    this.#resolveEnded(this.#facts);
  }

  #update(status: "in-progress" | "paused" | "processing"): void {
    const durationSeconds = secondsOf(this.#bytes, this.request.channels);
    this.#facts = { ...this.#facts, status, durationSeconds, updatedAt: this.keeper.now() };
  }
}

function firstFacts(sid: string, request: RecordingRequest, now: number): RecordingFacts {
  const { callSid, conferenceSid, source, channels, track } = request;
  return {
    sid,
    callSid,
    conferenceSid,
    source,
    channels,
    track,
    status: "in-progress",
    startedAt: now,
    durationSeconds: 0,
    createdAt: now,
    updatedAt: now,
    errorCode: null,
  };
}
