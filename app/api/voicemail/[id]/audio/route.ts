import { sound } from "@/lib/server/http/sound";
import { parseId } from "@/lib/server/routes/path-params";
import { personRoute } from "@/lib/server/routes/person-route";
import { readSound } from "@/lib/server/voicemail/messages";

export const GET = personRoute<"id">(async ({ person, request, params }) => {
  const { audio, at } = await readSound(person.id, parseId(params.id));
  const isDownload = new URL(request.url).searchParams.get("download") === "1";
  // Only digits and hyphens: the name of a caller could be anything.
  const name = `message-${at.toISOString().slice(0, 19).replaceAll(/[T:]/g, "-")}.wav`;
  return sound(request, audio, isDownload ? name : undefined);
});
