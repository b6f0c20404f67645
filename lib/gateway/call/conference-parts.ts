import type { ConferenceParts, ConferenceRecorder } from "../conference/conference-parts";
import { Conferences } from "../conference/conferences";
import type { ConferenceNoun } from "../twiml/verbs";
import type { Exchange } from "./exchange";
import { reportEnd, reportRecording } from "./recording-report";
import { waitForConference } from "./wait-for-conference";

/** The parts that all calls share, with the conferences that these parts make possible. */
export function withConferences(parts: Omit<Exchange, "conferences">): Exchange {
  // Conferences need the other parts, and are one of them themselves.
  const exchange: Exchange = {
    ...parts,
    conferences: new Conferences(conferenceParts(parts, () => exchange)),
  };
  return exchange;
}

/** @param all is called only once a conference begins */
function conferenceParts(parts: Omit<Exchange, "conferences">, all: () => Exchange): ConferenceParts {
  const { account, clock, log, journal, webhooks, sounds, voices } = parts;
  return {
    accountSid: account.sid,
    clock,
    log,
    journal,
    webhooks,
    sounds,
    loadSound: ({ url, method }) => sounds.load(url, method),
    startWaiting: (slot, target, callSid) => waitForConference(all(), slot, target, callSid),
    beginRecording: ({ sid }, noun) => beginRecording(all(), sid, noun),
    onTick: (listener) => voices.ticker.onTick(listener),
  };
}

function beginRecording(
  exchange: Exchange,
  conferenceSid: string,
  noun: ConferenceNoun,
): ConferenceRecorder | undefined {
  const [first] = exchange.conferences.get(conferenceSid)?.members.list() ?? [];
  const recording = exchange.recordings.begin({
    callSid: first?.callSid ?? "",
    conferenceSid,
    source: "Conference",
    channels: 1,
    track: "both",
    trim: noun.trim,
  });
  if (!recording) {
    exchange.log(conferenceSid, "there is no room for another recording");
    return undefined;
  }
  reportRecording(exchange, noun.recordingStatusCallback, "in-progress", recording.facts());
  return {
    write: (frame) => recording.write(frame),
    stop() {
      recording.stop();
      reportEnd(exchange, noun.recordingStatusCallback, recording);
    },
  };
}
