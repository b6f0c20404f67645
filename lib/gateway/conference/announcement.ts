import { reason } from "../base/log";
import type { Target } from "../webhook/webhooks";
import type { ConferenceEvents } from "./conference-events";
import type { ConferenceParts } from "./conference-parts";
import type { Members } from "./members";
import type { Participant } from "./participant";
import type { RoomSound } from "./room-sound";

/** What an announcement needs of the conference that it is made in. */
export interface AnnouncementParts {
  parts: Pick<ConferenceParts, "loadSound" | "log">;
  events: ConferenceEvents;
  sound: RoomSound;
}

/**
 * Lets all who are not on hold hear a sound of the application, or only one participant. Its end is reported, or why it was not heard;
 * neither after the end of the conference.
 */
export function announce(
  conference: { sid: string; status: string; members: Members },
  { parts, events, sound }: AnnouncementParts,
  target: Target,
  to: Participant | undefined,
): void {
  const facts = () => (to && conference.members.participants.get(to.callSid) === to ? to.facts() : undefined);
  const report = (failure?: string) => {
    if (conference.status !== "completed") events.announced(target.url, facts(), failure);
  };
  parts.loadSound(target).then(
    (loaded) => {
      if (to && !facts()) report("the participant has left the conference");
      else sound.play(loaded, to?.callSid, report);
    },
    (error: unknown) => {
      parts.log(conference.sid, `no announcement: ${reason(error)}`);
      report(reason(error));
    },
  );
}
