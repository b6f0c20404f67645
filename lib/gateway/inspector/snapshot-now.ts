import type { Clock } from "../base/clock";
import type { CallRecords } from "../call/call-records";
import type { Directory } from "../call/directory";
import type { Conferences } from "../conference/conferences";
import { processFigures } from "../http/process-figures";
import type { Network } from "../network/conditions";
import type { Registrar } from "../signalling/registrar";
import type { Sessions } from "../signalling/sessions";
import type { LiveConference, LiveDevice, LiveLeg, Snapshot } from "./page/snapshot";

/** The parts whose state is shown. */
export interface SnapshotParts {
  clock: Clock;
  sessions: Sessions;
  registrar: Registrar;
  records: CallRecords;
  directory: Directory;
  conferences: Conferences;
  network: Network;
}

/** How things stand at this moment. */
export function snapshotNow(parts: SnapshotParts): Snapshot {
  return {
    now: parts.clock.now(),
    calls: parts.records.live.map(
      ({ sid, parentSid, direction, from, to, status, createdAt, answeredAt }) => {
        return { sid, parentSid, direction, from, to, status, createdAt, answeredAt };
      },
    ),
    legs: legs(parts),
    conferences: conferences(parts),
    devices: devices(parts),
    network: [...parts.network.plan].map(([edge, conditions]) => ({ edge, ...conditions })),
    ...processFigures(),
  };
}

function legs({ directory }: SnapshotParts): LiveLeg[] {
  return directory.all.map((leg) => ({
    // Until a caller's device is answered it knows its call under a sid of its own.
    callSid: leg.options.callSid,
    role: leg.options.role,
    identity: leg.identity ?? "",
    edge: leg.media.uplink.edge,
    state: leg.state.kind,
    sound: leg.isVoiced ? "ended" : leg.media.peer ? "relayed" : undefined,
    received: {
      ...leg.media.received.figures,
      jitterMs: leg.isVoiced ? leg.voice.figures.jitterMs : undefined,
    },
    sent: leg.media.sent.figures,
  }));
}

function conferences({ conferences }: SnapshotParts): LiveConference[] {
  return conferences.allUnderWay.map(({ sid, name, createdAt, members }) => ({
    sid,
    name,
    createdAt,
    participants: members
      .list()
      .reverse()
      .map((member) => {
        const { callSid, label, coach, muted, hold, status } = member.facts();
        return { callSid, label, coach, muted, hold, status };
      }),
  }));
}

function devices({ sessions, registrar }: SnapshotParts): LiveDevice[] {
  return sessions.list().flatMap((session) => {
    const { name, identity, edge } = session;
    const isRegistered = registrar.isRegistered(session);
    return identity === undefined ? [] : [{ name, identity, edge, isRegistered }];
  });
}
