import type { Clock } from "../base/clock";
import type { CallRecords } from "../call/call-records";
import type { DeviceLeg } from "../call/device-leg";
import type { Directory } from "../call/directory";
import type { Switchboard } from "../call/switchboard";
import { processFigures } from "../http/process-figures";
import type { Network } from "../network/conditions";
import type { Registrar } from "../signalling/registrar";
import type { Sessions } from "../signalling/sessions";
import type { LiveDevice, LiveLeg, Snapshot } from "./page/snapshot";

/** The parts whose state is shown. */
export interface SnapshotParts {
  clock: Clock;
  sessions: Sessions;
  registrar: Registrar;
  switchboard: Switchboard;
  records: CallRecords;
  directory: Directory;
  network: Network;
}

/** How things stand at this moment. */
export function snapshotNow(parts: SnapshotParts): Snapshot {
  return {
    now: parts.clock.now(),
    calls: parts.records.live.map(({ sid, parentSid, from, to, status, createdAt, answeredAt }) => {
      return { sid, parentSid, from, to, status, createdAt, answeredAt };
    }),
    legs: legs(parts),
    devices: devices(parts),
    network: [...parts.network.plan].map(([edge, conditions]) => ({ edge, ...conditions })),
    ...processFigures(),
  };
}

function legs({ switchboard, directory }: SnapshotParts): LiveLeg[] {
  // Until a device rings, the caller's device knows its call under a sid of its own.
  const callers = new Map<DeviceLeg, string>(switchboard.calls.map((call) => [call.leg, call.sid]));
  return directory.all.map((leg) => ({
    callSid: callers.get(leg) ?? leg.callsid,
    role: leg.options.role,
    identity: leg.identity ?? "",
    edge: leg.media.uplink.edge,
    state: leg.state.kind,
    received: leg.media.received.figures,
    sent: leg.media.sent.figures,
  }));
}

function devices({ sessions, registrar }: SnapshotParts): LiveDevice[] {
  return sessions.list().flatMap((session) => {
    const { name, identity, edge } = session;
    const isRegistered = registrar.isRegistered(session);
    return identity === undefined ? [] : [{ name, identity, edge, isRegistered }];
  });
}
