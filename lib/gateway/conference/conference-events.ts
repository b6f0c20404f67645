import { twilioTime } from "../base/twilio-time";
import type { ConferenceEvent, ConferenceNoun } from "../twiml/verbs";
import type { FormParams } from "../webhook/signature";
import type { ConferenceParts } from "./conference-parts";
import { type ParticipantFacts, participantParams } from "./participant-facts";
import { CALL_STATUS_WORDS, ENDED_MESSAGES, type Ending, LEFT_WORDS, type ReasonLeft } from "./reasons";

/** The events about one participant that say no more than how it is now, with Twilio's words of `statusCallbackEvent` for them. */
const participantEvents = {
  "participant-join": "join",
  "participant-mute": "mute",
  "participant-unmute": "mute",
  "participant-hold": "hold",
  "participant-unhold": "hold",
  "participant-modify": "modify",
  "participant-speech-start": "speaker",
  "participant-speech-stop": "speaker",
} as const satisfies Record<string, ConferenceEvent>;

/** An event about one participant, in Twilio's word. */
export type ParticipantEvent = keyof typeof participantEvents;

type EventParts = Pick<ConferenceParts, "accountSid" | "clock" | "journal" | "webhooks">;

/**
 * Reports what happens in a conference. Where to, and what, is set by the first participant alone: "subsequent setting of the
 * statusCallback will be ignored" (https://www.twilio.com/docs/voice/twiml/conference#attributes-status-callback).
 */
export class ConferenceEvents {
  #sequence = 0;

  constructor(
    readonly conference: { sid: string; name: string },
    readonly first: Pick<ConferenceNoun, "statusCallback" | "statusCallbackEvents">,
    readonly parts: EventParts,
  ) {}

  /** Whether an event of this kind is reported. */
  wants(event: ConferenceEvent): boolean {
    return this.first.statusCallback !== undefined && this.first.statusCallbackEvents.has(event);
  }

  started(): void {
    this.#report("start", "conference-start", []);
  }

  /** A participant is now as `facts` says. */
  participant(event: ParticipantEvent, facts: ParticipantFacts): void {
    this.#report(participantEvents[event], event, participantParams(facts));
  }

  /** @param callStatus of a call that did not become a participant, such as `no-answer` */
  left(facts: ParticipantFacts, why: ReasonLeft, callStatus: string = CALL_STATUS_WORDS[why]): void {
    this.#report("leave", "participant-leave", [
      ...participantParams(facts),
      ["ParticipantCallStatus", callStatus],
      ["ReasonParticipantLeft", LEFT_WORDS[why]],
    ]);
  }

  ended({ reason, by }: Ending): void {
    this.#report("end", "conference-end", [
      ...(by === undefined ? [] : [["CallSidEndingConference", by.callSid] as const]),
      ...(by?.label === undefined ? [] : [["ParticipantLabelEndingConference", by.label] as const]),
      ["ReasonConferenceEnded", reason],
      ["Reason", ENDED_MESSAGES[reason]],
    ]);
  }

  /** An announcement is over. `to`: the one it was for, if it was for one who is still there. `failure`: why it was not heard. */
  announced(url: string, to: ParticipantFacts | undefined, failure?: string): void {
    this.#report("announcement", failure === undefined ? "announcement-end" : "announcement-fail", [
      ...(to === undefined ? [] : participantParams(to)),
      ["AnnounceUrl", url],
      ...(failure === undefined ? [] : [["ReasonAnnouncementFailed", failure] as const]),
    ]);
  }

  #report(event: ConferenceEvent, word: string, params: FormParams): void {
    const { statusCallback } = this.first;
    const { sid: conferenceSid, name } = this.conference;
    const callSid = params.find(([key]) => key === "CallSid")?.[1];
    this.parts.journal.add({ kind: "conference", callSid, conferenceSid, name, event: word });
    if (!statusCallback || !this.wants(event)) return;
    this.#sequence += 1;
    const common: FormParams = [
      ["ConferenceSid", this.conference.sid],
      ["FriendlyName", this.conference.name],
      ["AccountSid", this.parts.accountSid],
      ["SequenceNumber", String(this.#sequence)],
      ["Timestamp", twilioTime(this.parts.clock.now())],
      ["StatusCallbackEvent", word],
    ];
    this.parts.webhooks.report(statusCallback, [...common, ...params], this.conference.sid);
  }
}
