import "server-only";
import { z } from "zod";
import { env } from "@/lib/env";
import { askTwilio, fetchTwilioFile } from "@/lib/rest/twilio-rest";

/** A recording of a call, as the voice network lists it. */
export interface ListedRecording {
  readonly sid: string;
  /** `completed` once its sound is there. */
  readonly status: string;
  /** null: not known yet. */
  readonly seconds: number | null;
}

/** The sound of the longest message has 16,000 bytes a second; the rest is for a header and a late end. */
const mostBytes = 270 * 16_000;
/** How long (ms) the download may take. */
const downloadLimitMs = 10_000;

/**
 * The recordings of a call that its caller's leg made, the newest first.
 * https://www.twilio.com/docs/voice/api/recording#read-multiple-recording-resources. Throws if the network does not answer.
 */
export async function listRecordings(callSid: string): Promise<ListedRecording[]> {
  const { ok, status, body } = await askTwilio({ ...account(), path: `/Recordings.json?CallSid=${callSid}` });
  if (!ok) throw new Error(`the voice network answered ${status} to a list of recordings`);
  const { recordings } = listSchema.parse(body);
  return recordings.map(({ sid, status, duration }) => ({ sid, status, seconds: duration }));
}

/**
 * The sound of a recording, as a WAV file. Null: the network does not have it (any more, or yet). Throws if the network
 * does not answer, or answers something else.
 */
export async function fetchSound(recordingSid: string): Promise<Buffer | null> {
  const path = `/Recordings/${recordingSid}.wav`;
  const { status, bytes } = await fetchTwilioFile({
    ...account(),
    path,
    limitMs: downloadLimitMs,
    mostBytes,
  });
  if (status === 404) return null;
  if (status !== 200) throw new Error(`the voice network answered ${status} to the request for a recording`);
  if (bytes.length >= mostBytes || !isWav(bytes))
    throw new Error("the recording is no WAV file of this length");
  return bytes;
}

/**
 * Deletes a recording (RE…) or a transcription (TR…). Resolves too if the network does not have it. Throws if it does not
 * answer, or refuses.
 */
export async function deleteAtNetwork(sid: string): Promise<void> {
  const kind = sid.startsWith("TR") ? "Transcriptions" : "Recordings";
  const { ok, status } = await askTwilio({ ...account(), path: `/${kind}/${sid}.json`, method: "DELETE" });
  if (!ok && status !== 404) throw new Error(`the voice network answered ${status} to a deletion`);
}

function account() {
  const { TWILIO_API_URL, TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET } = env();
  return {
    origin: TWILIO_API_URL,
    accountSid: TWILIO_ACCOUNT_SID,
    credentials: { user: TWILIO_API_KEY, password: TWILIO_API_SECRET },
  };
}

const listSchema = z.object({
  recordings: z.array(
    z.object({
      sid: z.string().regex(/^RE[0-9a-f]{32}$/),
      status: z.string(),
      // Whole seconds, as text.
      duration: z.preprocess(
        (value) => (typeof value === "string" && /^\d+$/.test(value) ? Number(value) : null),
        z.number().nullable(),
      ),
    }),
  ),
});

function isWav(bytes: Buffer): boolean {
  return bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WAVE";
}
