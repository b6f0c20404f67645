import type { Cancel } from "../base/clock";
import type { Log } from "../base/log";
import { newSid } from "../base/sid";
import type { Conference } from "../conference/conference";
import { ConferenceError } from "../conference/conference-error";
import type { Conferences } from "../conference/conferences";
import { Participant } from "../conference/participant";
import { participantResource } from "./conference-resource";
import { readFlag } from "./form";
import { type Invitation, readInvitation } from "./invitation";
import { pageOf } from "./paging";
import { readParticipantUpdate } from "./participant-form";
import type { Methods, RestRequest } from "./resource";
import { invalid, notFound, Refusal, type RestReply, restError } from "./rest-reply";

/** Twilio's limit for the name of a conference (https://www.twilio.com/docs/voice/api/conference-resource). */
const MAX_NAME_LENGTH = 128;

/**
 * Makes a call that joins a conference: by `Conferences.join` with the invitation's noun when it is answered. Until then it tells
 * `Conferences.callRinging` and `callFailed`. Returns what ends the call before it has joined. Throws Refusal when it cannot be made.
 */
export type CallInto = (invitation: Invitation) => Cancel;

/**
 * Who is in a conference, with those who are being called; of one that has ended, nobody. Others are called into it.
 *
 * @param name the sid of a conference, or the name of one, which begins with the call if there is none
 */
export function participantList(
  accountSid: string,
  conferences: Conferences,
  callInto: CallInto,
  { path, query }: RestRequest,
  name: string,
  log: Log,
): Methods {
  const conference = conferences.get(name);
  return {
    get: () =>
      conference ? { status: 200, body: page(accountSid, conference, path, query) } : notFound(path),
    post(form) {
      // While the form was being read, the conference may have ended.
      const isUnderWay = conference !== undefined && conference.status !== "completed";
      if (/^CF[0-9a-f]{32}$/i.test(name) && !isUnderWay) return restError(16022);
      if (name.length > MAX_NAME_LENGTH)
        return invalid(`the name is longer than ${MAX_NAME_LENGTH} characters`);
      const callSid = newSid("CA");
      const invitation = readInvitation(form, conference?.name ?? name, callSid);
      const expected = refusing(() => conferences.expect(callSid, invitation.noun));
      try {
        expected.call.cancel = callInto(invitation);
      } catch (error) {
        conferences.callFailed(callSid, "failed");
        throw error;
      }
      log(expected.conference.sid, `REST: calls client ${invitation.client.identity}`);
      const body = participantResource(accountSid, expected.conference.sid, expected.call.facts());
      return { status: 201, body };
    },
  };
}

/** One participant, by CallSid or label: read, changed and removed. Undefined: there is none in a conference under way. */
export function participantItem(
  accountSid: string,
  conference: Conference,
  callSidOrLabel: string,
  log: Log,
): Methods | undefined {
  const member = conference.members.find(callSidOrLabel);
  if (!member) return undefined;
  const show = (): RestReply => ({
    status: 200,
    body: participantResource(accountSid, conference.sid, member.facts()),
  });
  return {
    get: show,
    post(form) {
      // While the form was being read, it may have left.
      const latest = conference.members.find(callSidOrLabel);
      if (latest !== member) return notFound(`/Participants/${callSidOrLabel}`);
      if (!(member instanceof Participant))
        return invalid("CallSid is that of a call that is not answered yet");
      const { changes, announcement } = readParticipantUpdate(form, member.coach);
      refusing(() => conference.change(member, changes));
      log(conference.sid, `REST: changes participant ${member.callSid}`);
      if (announcement) conference.announce(announcement, member);
      return show();
    },
    delete() {
      log(conference.sid, `REST: removes participant ${member.callSid}`);
      conference.remove(member, "removed");
      return { status: 204 };
    },
  };
}

function page(accountSid: string, conference: Conference, path: string, query: URLSearchParams) {
  const flags = (["Muted", "Hold", "Coaching"] as const).map(
    (name) => [name, readFlag(query, name)] as const,
  );
  const wanted = flags.filter(([, flag]) => flag !== undefined);
  const facts = conference.members.list().map((member) => ({ ...member.facts(), sid: member.callSid }));
  const entries = facts.filter(({ muted, hold, coach }) => {
    const is = { Muted: muted, Hold: hold, Coaching: coach !== undefined };
    return wanted.every(([name, flag]) => is[name] === flag);
  });
  const filter = wanted.map(([name, flag]) => [name, String(flag)] as const);
  const placeOf = (callSid: string) => conference.members.placeOf(callSid);
  const list = { name: "participants", path, entries, filter, placeOf };
  return pageOf(list, query, (one) => participantResource(accountSid, conference.sid, one));
}

/** What a conference refuses is refused over REST with the same code. */
function refusing<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof ConferenceError)) throw error;
    const { code } = error;
    // The two codes of `<Dial>` and 16023, 16025 are never those of the REST interface.
    if (code === 13240 || code === 16023 || code === 16025) throw error;
    throw new Refusal(restError(code));
  }
}
