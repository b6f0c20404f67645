/** A whole sound: samples at `SAMPLE_RATE`. */
export type Sound = Int16Array;

/** The sounds that TwiML can make heard. Each call gives samples that nobody changes. */
export interface Sounds {
  /**
   * The sound of a file of the application, WAV or MP3, mixed to mono and resampled. Rejects with a `SoundError` when it
   * cannot be fetched or is neither.
   *
   * @param signal aborts when nobody waits for the sound any longer: it is not fetched and decoded further, and the promise rejects
   */
  load(url: string, method: "GET" | "POST", signal?: AbortSignal): Promise<Sound>;
  /** The text, spoken by the machine's synthesiser; where there is none, a hum as long as reading it takes. Never rejects. */
  say(text: string, language: string): Promise<Sound>;
  /** Key tones (RFC 4733 names them, ITU-T Q.23 has the frequencies); `w` is half a second of silence, `W` a second. */
  keys(digits: string): Sound;
  /** The tone before a recording. */
  readonly beep: Sound;
  /** Somebody enters a conference, and leaves it. */
  readonly enter: Sound;
  readonly exit: Sound;
  /** What is heard while a call rings: two seconds of tone, four of silence. To be repeated. */
  readonly ringback: Sound;
  /** What is heard while one waits. To be repeated. */
  readonly music: Sound;
}

/** "HTTP retrieval failure" (https://www.twilio.com/docs/api/errors/11200): no file came, or one that is too large. */
export const NOT_RETRIEVED = 11_200;
/**
 * "Invalid Content-Type" (https://www.twilio.com/docs/api/errors/12300), whose causes include a `<Play>` of what is no
 * audio: the file is neither WAV nor MP3, or a damaged one.
 */
export const NOT_PLAYABLE = 12_300;

/** Why a sound cannot be had. `code` is the one of Twilio's debugger. */
export class SoundError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(`${message} (Twilio's error ${code})`);
    this.name = "SoundError";
  }
}
