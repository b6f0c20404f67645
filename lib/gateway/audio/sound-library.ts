import { AtMost } from "../base/at-most";
import { reason } from "../base/log";
import { SAMPLE_RATE } from "./frame";
import { isMp3, readMp3 } from "./mp3";
import { holdMusic } from "./music";
import { NOT_PLAYABLE, NOT_RETRIEVED, type Sound, SoundError, type Sounds } from "./sounds";
import type { Speech } from "./speech";
import { toSound } from "./to-sound";
import { beepTone, enterTone, exitTone, keyTones, ringbackTone } from "./tone";
import { isWav, readWav } from "./wav";
import { readMuLaw } from "./wav-samples";

/** The largest file that is played, in bytes: forty minutes of MP3 at 128 kbit/s. Twilio documents no limit for `<Play>`. */
export const MAX_FILE_BYTES = 40 * 1024 * 1024;
/** The longest sound that is played, unless the options say otherwise. */
const MAX_SECONDS = 60 * 60;

/** So many files are fetched and decoded at once: each may take a hundred megabytes while that lasts. */
const AT_ONCE = 4;

/** Of who waits for a sound however long it takes. */
const NEVER = new AbortController().signal;

/** The answer to the request for a file. */
export interface FetchedFile {
  status: number;
  /** The value of the Content-Type header; empty when there is none. */
  contentType: string;
  body: Buffer;
}

/** Requests a file. Rejects when there is no whole answer, or a body larger than `MAX_FILE_BYTES`. */
export type FetchFile = (url: string, method: "GET" | "POST", signal: AbortSignal) => Promise<FetchedFile>;

/** How each kind of file is read. */
const READERS = { wav: readWav, mp3: readMp3, mulaw: readMuLaw };
type Kind = keyof typeof READERS;

/** The kinds by media type (https://www.twilio.com/docs/voice/twiml/play, and the other names that are in use). */
const KINDS: Readonly<Record<string, Kind>> = {
  "audio/mp3": "mp3",
  "audio/mpeg": "mp3",
  "audio/mpeg3": "mp3",
  "audio/x-mp3": "mp3",
  "audio/x-mpeg": "mp3",
  "audio/vnd.wave": "wav",
  "audio/wav": "wav",
  "audio/wave": "wav",
  "audio/x-wav": "wav",
  // Bare codes at 8,000 Hz.
  "audio/ulaw": "mulaw",
  "audio/x-mulaw": "mulaw",
};

/** Media types that say nothing: then the first bytes tell. */
const GENERIC: ReadonlySet<string> = new Set(["", "application/octet-stream", "binary/octet-stream"]);

/** What a library is made of. */
export interface SoundLibraryOptions {
  fetchFile: FetchFile;
  speech: Speech;
  /** The longest sound of a file. */
  maxSeconds?: number;
}

/** The sounds of a gateway. Files are requested anew each time. Whoever made the speech closes it. */
export class SoundLibrary implements Sounds {
  readonly beep = beepTone();
  readonly enter = enterTone();
  readonly exit = exitTone();
  readonly ringback = ringbackTone();
  readonly #fetchFile: FetchFile;
  readonly #speech: Speech;
  readonly #maxSamples: number;
  readonly #places = new AtMost(AT_ONCE);

  constructor({ fetchFile, speech, maxSeconds = MAX_SECONDS }: SoundLibraryOptions) {
    this.#fetchFile = fetchFile;
    this.#speech = speech;
    this.#maxSamples = maxSeconds * SAMPLE_RATE;
  }

  /** Made when it is first asked for: that takes a while, and most gateways never need it. */
  get music(): Sound {
    return holdMusic();
  }

  load(url: string, method: "GET" | "POST", signal: AbortSignal = NEVER): Promise<Sound> {
    return this.#places.run(async () => {
      const { status, contentType, body } = await this.#fetch(url, method, signal);
      if (status < 200 || status > 299) throw new SoundError(NOT_RETRIEVED, `status ${status} for ${url}`);
      if (body.length > MAX_FILE_BYTES) {
        throw new SoundError(NOT_RETRIEVED, `more than ${MAX_FILE_BYTES} bytes from ${url}`);
      }
      const kind = kindOf(contentType, body);
      if (kind === undefined) {
        throw new SoundError(NOT_PLAYABLE, `neither WAV nor MP3, but "${contentType}" from ${url}`);
      }
      return toSound(READERS[kind](body), this.#maxSamples, signal);
    });
  }

  say(text: string, language: string): Promise<Sound> {
    return this.#speech.say(text, language);
  }

  keys(digits: string): Sound {
    return keyTones(digits, this.#maxSamples);
  }

  async #fetch(url: string, method: "GET" | "POST", signal: AbortSignal): Promise<FetchedFile> {
    signal.throwIfAborted();
    try {
      return await this.#fetchFile(url, method, signal);
    } catch (error) {
      throw new SoundError(NOT_RETRIEVED, `no file from ${url}: ${reason(error)}`);
    }
  }
}

function kindOf(contentType: string, body: Buffer): Kind | undefined {
  const type = (contentType.split(";")[0] as string).trim().toLowerCase();
  if (!GENERIC.has(type)) return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (isWav(body)) return "wav";
  return isMp3(body) ? "mp3" : undefined;
}
