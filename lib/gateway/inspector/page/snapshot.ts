/** How things stand at one moment, as the gateway sends it to the page. Times are in ms since the epoch. */
export interface Snapshot {
  now: number;
  calls: readonly LiveCall[];
  legs: readonly LiveLeg[];
  conferences: readonly LiveConference[];
  devices: readonly LiveDevice[];
  /** The conditions that were set, by edge; `*`: every other edge. */
  network: readonly EdgeConditions[];
  /** Resident memory of the gateway, in MiB. */
  rssMb: number;
  /** Processor time of the gateway since its start, in milliseconds. */
  cpuMs: number;
}

/** A call under way. `status` in the words of Twilio's REST interface. */
export interface LiveCall {
  sid: string;
  parentSid: string | null;
  direction: "inbound" | "outbound-dial" | "outbound-api";
  from: string;
  to: string;
  status: string;
  createdAt: number;
  answeredAt: number | null;
}

/** A device's part in a call under way. */
export interface LiveLeg {
  callSid: string;
  role: "caller" | "callee";
  identity: string;
  edge: string;
  state: "pending" | "connected" | "detached" | "closed";
  /** Whether its sound goes on to the other browser as it is, or ends at the gateway; undefined: it is not known yet. */
  sound: "relayed" | "ended" | undefined;
  /** From the browser to the gateway, under the conditions of its edge. */
  received: Figures;
  /** From the gateway to the browser. */
  sent: Figures;
}

/** RTP packets of one direction. */
export interface Figures {
  packets: number;
  bytes: number;
  lost: number;
  /** How unevenly they came, in ms. Only for what ends at the gateway, which alone can read it. */
  jitterMs?: number | undefined;
}

/** A conference under way. */
export interface LiveConference {
  sid: string;
  name: string;
  createdAt: number;
  participants: readonly LiveParticipant[];
}

/** Somebody in a conference, or one who is called to come in. */
export interface LiveParticipant {
  callSid: string;
  label?: string | undefined;
  /** The CallSid of the only one who hears this one. */
  coach?: string | undefined;
  muted: boolean;
  hold: boolean;
  status: "queued" | "ringing" | "connected";
}

/** An open socket of an SDK that has shown a valid token. */
export interface LiveDevice {
  name: string;
  identity: string;
  edge: string;
  /** Whether it can be rung. */
  isRegistered: boolean;
}

/** The network between the browsers of one edge and the gateway. */
export interface EdgeConditions {
  edge: string;
  delayMs: number;
  jitterMs: number;
  lossPercent: number;
}
