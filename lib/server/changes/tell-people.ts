import "server-only";
import type { ChangedLooks, SeenPerson } from "./changed-looks";
import { encodeEvent, type Screen, type Stream } from "./stream";
import type { Streams } from "./streams";

/** Tells each stream of the people on its screen who look otherwise now. */
export function tellPeople(looks: ChangedLooks, streams: Streams): void {
  const encoded = new Map<string, Uint8Array>();
  for (const viewer of streams.people) {
    const seen = looks.of(viewer);
    if (seen.length === 0) continue;
    for (const stream of streams.ofPerson(viewer)) tellOne(stream, seen, encoded);
  }
}

/** `encoded`: what has been encoded already, since most streams are told the same. */
function tellOne(stream: Stream, seen: readonly SeenPerson[], encoded: Map<string, Uint8Array>): void {
  if (!stream.hasHello) return;
  const shown = seen.filter((one) => isOnScreen(one, stream.screen));
  if (shown.length === 0) return;
  const key = shown.map((one) => one.key).join();
  let event = encoded.get(key);
  if (!event) {
    event = encodeEvent({ kind: "people", people: shown.map((one) => one.seen) });
    encoded.set(key, event);
  }
  stream.send(event);
}

/** Tells every stream that has that person on its screen that they are in no list any more. Everybody may know it. */
export function tellDeleted(username: string, streams: Iterable<Stream>): void {
  const seen = { username, displayName: username, presence: null };
  const event = encodeEvent({ kind: "people", people: [seen] });
  for (const stream of streams) {
    if (stream.hasHello && isOnScreen({ seen }, stream.screen)) stream.send(event);
  }
}

function isOnScreen({ seen }: Pick<SeenPerson, "seen">, { people, arrivals }: Screen): boolean {
  if (people === null || people.has(seen.username)) return true;
  return arrivals && seen.presence !== "away" && seen.presence !== null;
}
